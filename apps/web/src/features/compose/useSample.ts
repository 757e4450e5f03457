import { renderTemplate } from '@siar/shared';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { useT } from '../../i18n/I18n.tsx';

/** A real contact to preview with: the first of the chosen list, or of all. */
export function useSample({ listId }: { listId?: string | undefined } = {}) {
  const trpc = useTRPC();
  const t = useT();
  const contact = useQuery(
    trpc.contacts.list.queryOptions({ limit: 1, ...(listId === undefined ? {} : { listId }) }),
  ).data?.items[0];
  return {
    name: contact?.name ?? t.compose.previewSample,
    render: (message: string) =>
      renderTemplate(message, {
        ...contact?.fields,
        name: contact === undefined ? 'Sari' : contact.name,
        phone: contact?.phoneNumber ?? '',
      }),
  };
}
