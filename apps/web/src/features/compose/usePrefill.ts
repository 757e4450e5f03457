import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { draftOf, type Draft } from './draft.ts';

/** Begins from a template, with a list, or with a draft of the server, as the URL says. Once. */
export function usePrefill(
  { template, edit, list }: { template?: string; edit?: string; list?: string },
  setDraft: (update: (before: Draft) => Draft) => void,
): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tell = useTell();
  const begun = useRef<string | null>(null);
  useEffect(() => {
    const source = [template, edit, list].join('|');
    if (source === '||' || begun.current === source) return;
    begun.current = source;
    const fill = async () => {
      if (edit !== undefined) {
        const blast = await queryClient.query(trpc.blasts.get.queryOptions({ id: edit }));
        setDraft(() => draftOf(blast));
      }
      if (template !== undefined) {
        const found = await queryClient.query(trpc.templates.get.queryOptions({ id: template }));
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
  }, [template, edit, list, queryClient, setDraft, tell, trpc]);
}
