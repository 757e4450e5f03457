import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { shownStatus } from '../whatsapp/shown-status.ts';
import { blastTone } from '../../theme/tones.ts';

/** Something that waits for a person, and where it is settled. */
export interface Need {
  id: string;
  title: string;
  text: string;
  to: '/whatsapp' | '/subscription' | '/blasts/$blastId';
  blastId?: string;
}

/** Below this share of the quota a tenant is told. */
const LOW_QUOTA = 0.1;

/** What needs me: for the home page and the count in the status bar. */
export function useNeeds(): Need[] {
  const me = useMe();
  const trpc = useTRPC();
  const { t, format } = useI18n();
  const paused = useQuery(trpc.blasts.list.queryOptions({ status: 'PAUSED', limit: 5 })).data?.items ?? [];
  const needs: Need[] = [];

  const status = shownStatus(me.whatsapp);
  if (!['CONNECTED', 'STARTING', 'AUTHENTICATED', 'RECONNECTING'].includes(status)) {
    const words = t.whatsapp.states[status];
    const text = `${t.home.needNumberHint} ${words.todo}`;
    needs.push({ id: 'number', title: t.home.needNumber, text, to: '/whatsapp' });
  }
  if (me.subscription === null) {
    needs.push({
      id: 'subscription',
      title: t.home.needSubscription,
      text: t.home.needSubscriptionHint,
      to: '/subscription',
    });
  } else {
    const left = me.subscription.quota - me.subscription.used;
    if (left < me.subscription.quota * LOW_QUOTA) {
      const title = t.home.needQuota(format.number(Math.max(0, left)));
      needs.push({ id: 'quota', title, text: t.billing.howText, to: '/subscription' });
    }
  }
  for (const blast of paused) {
    // A pause that a person chose, or that ends by itself, needs nobody.
    if (blast.pauseReason === null || blastTone(blast) !== 'trouble') continue;
    needs.push({
      id: blast.id,
      title: t.home.needPaused(blast.name),
      text: t.status.pause[blast.pauseReason],
      to: '/blasts/$blastId',
      blastId: blast.id,
    });
  }
  return needs;
}
