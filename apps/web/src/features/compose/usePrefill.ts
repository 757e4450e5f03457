import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { EMPTY_DRAFT, type Draft } from './draft.ts';

/** Begins from a template, from an earlier blast ("duplicate") or with a list, as the URL says. Once. */
export function usePrefill(
  { template, from, list }: { template?: string; from?: string; list?: string },
  setDraft: (update: (before: Draft) => Draft) => void,
): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useTell();
  const begun = useRef<string | null>(null);
  useEffect(() => {
    const source = [template, from, list].join('|');
    if (source === '||' || begun.current === source) return;
    begun.current = source;
    const fill = async () => {
      if (from !== undefined) {
        const blast = await queryClient.fetchQuery(trpc.blasts.get.queryOptions({ id: from }));
        const { audience, pacing } = blast;
        setDraft(() => ({
          ...EMPTY_DRAFT,
          name: blast.name,
          message: blast.message,
          templateId: blast.templateId,
          who: audience.all === true ? 'all' : (audience.listIds?.length ?? 0) > 0 ? 'lists' : 'numbers',
          listIds: audience.listIds ?? [],
          numbers: (audience.numbers ?? []).join('\n'),
          pace: 'custom',
          custom: pacing,
        }));
      }
      if (template !== undefined) {
        const found = await queryClient.fetchQuery(trpc.templates.get.queryOptions({ id: template }));
        setDraft((before) => ({
          ...before,
          name: before.name === '' ? found.name : before.name,
          message: found.body,
          templateId: found.id,
        }));
      }
      if (list !== undefined) setDraft((before) => ({ ...before, who: 'lists', listIds: [list] }));
    };
    fill().catch((error: unknown) => tell.refused(error));
  }, [template, from, list, queryClient, setDraft, tell, trpc]);
}
