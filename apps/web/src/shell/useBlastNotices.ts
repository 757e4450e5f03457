import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { BlastStatus, WhatsAppStatus } from '@siar/shared';
import { useTRPC } from '../api/trpc.ts';
import { useNotificationsWanted } from '../app/preferences.ts';
import { useT } from '../i18n/I18n.tsx';
import { useMe } from './useMe.ts';

const DOWN: readonly WhatsAppStatus[] = ['LOGGED_OUT', 'RESTRICTED', 'BANNED', 'FAILED', 'PASSKEY_REQUIRED'];

/** Tells through the browser when a blast ends or pauses and when the number drops, if the person wants it. */
export function useBlastNotices(): void {
  const [wanted] = useNotificationsWanted();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const t = useT();
  const { status } = useMe().whatsapp;
  const seen = useRef(new Map<string, BlastStatus>());
  const lastNumber = useRef(status);

  useEffect(() => {
    const before = lastNumber.current;
    lastNumber.current = status;
    if (wanted && before === 'CONNECTED' && DOWN.includes(status)) {
      say(t.shell.notify.numberDown, t.whatsapp.states[status].todo);
    }
  }, [status, wanted, t]);

  useEffect(() => {
    if (!wanted) return;
    return queryClient.getQueryCache().subscribe(({ query }) => {
      const [path] = query.queryKey as [string[] | undefined];
      if (path?.join('.') !== 'blasts.get') return;
      const blast = query.state.data as { id: string; name: string; status: BlastStatus } | undefined;
      if (blast === undefined) return;
      const before = seen.current.get(blast.id);
      seen.current.set(blast.id, blast.status);
      if (before !== 'RUNNING' || blast.status === 'RUNNING') return;
      if (blast.status === 'COMPLETED') say(t.shell.notify.blastDone(blast.name));
      if (blast.status === 'PAUSED') say(t.shell.notify.blastPaused(blast.name));
    });
  }, [queryClient, trpc, wanted, t]);
}

function say(title: string, body = ''): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || !document.hidden) return;
  new Notification(title, { body, icon: '/icon-192.png' });
}
