import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Blast, Inputs } from '../../api/router.ts';
import { useTRPC, useTRPCClient } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { pacingOf, type Draft } from './draft.ts';

interface Sending {
  draft: Draft;
  audience: NonNullable<Inputs['blasts']['create']['audience']> | null;
  launch: boolean;
}

/** Makes the blast (or changes the draft that is being edited), and launches or schedules it if that is wanted. */
export function useSendBlast({ edit, onSent }: { edit: string | undefined; onSent: () => void }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const t = useT();

  async function send({ draft, audience, launch }: Sending): Promise<Blast> {
    const content = {
      name: draft.name.trim(),
      message: draft.message,
      pacing: pacingOf(draft),
    };
    const scheduledAt = draft.when === 'later' && draft.scheduledAt !== null ? draft.scheduledAt : null;
    if (edit === undefined) {
      return client.blasts.create.mutate({
        ...content,
        ...(draft.templateId === null ? {} : { templateId: draft.templateId }),
        audience: audience ?? {},
        ...(launch && scheduledAt !== null ? { scheduledAt } : {}),
        launch,
      });
    }
    const saved = await client.blasts.update.mutate({
      id: edit,
      ...content,
      templateId: draft.templateId,
      ...(audience === null ? {} : { audience }),
    });
    if (!launch) return saved;
    return scheduledAt === null
      ? client.blasts.launch.mutate({ id: edit })
      : client.blasts.schedule.mutate({ id: edit, scheduledAt });
  }

  return useMutation({
    mutationFn: send,
    onSuccess: (blast) => {
      onSent();
      queryClient.setQueryData(trpc.blasts.get.queryKey({ id: blast.id }), blast);
      void queryClient.invalidateQueries({ queryKey: trpc.blasts.list.pathKey() });
      const { status } = blast;
      const { draftStored, scheduled, launched } = t.compose;
      tell.done(status === 'DRAFT' ? draftStored : status === 'SCHEDULED' ? scheduled : launched);
      void navigate({ to: '/blasts/$blastId', params: { blastId: blast.id } });
    },
    onError: (error) => tell.refused(error),
  });
}
