import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Template } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import type { Draft } from './useDraft.ts';

/** Saves a new template or a new text of an old one; a refusal stays on the page, beside what was written. */
export function useSaveTemplate({ onSaved }: { onSaved: (template: Template) => void }) {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const router = useRouter();
  const queryClient = useQueryClient();

  const keep = (template: Template) => {
    queryClient.setQueryData(trpc.templates.get.queryKey({ id: template.id }), template);
    void queryClient.invalidateQueries({ queryKey: trpc.templates.list.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.templates.versions.queryKey({ id: template.id }) });
    onSaved(template);
  };
  const create = useMutation(
    trpc.templates.create.mutationOptions({
      async onSuccess(template) {
        keep(template);
        tell.done(t.templates.created);
        await router.navigate({
          to: '/templates/$templateId',
          params: { templateId: template.id },
          search: true,
          replace: true,
          ignoreBlocker: true,
        });
      },
    }),
  );
  const update = useMutation(
    trpc.templates.update.mutationOptions({
      onSuccess(template) {
        keep(template);
        tell.done(t.templates.updated);
      },
    }),
  );
  return {
    isSaving: create.isPending || update.isPending,
    error: create.error ?? update.error,
    forget: () => {
      create.reset();
      update.reset();
    },
    /** @param expectedVersion null: whatever stands there now gives way */
    save(input: { id: string | null; draft: Draft; expectedVersion: number | null }) {
      const { id, draft, expectedVersion } = input;
      if (id === null) create.mutate(draft);
      else update.mutate({ id, ...draft, ...(expectedVersion === null ? {} : { expectedVersion }) });
    },
  };
}
