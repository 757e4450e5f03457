import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useEscape } from '../../app/actions/useEscape.ts';
import { useViewport } from '../../app/preferences.ts';
import { Page } from '../../components/Page.tsx';
import { PageComing, Trouble } from '../../components/states.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import { ContactForm } from './ContactForm.tsx';
import { useContactActions } from './useContactActions.tsx';
import { useT } from '../../i18n/I18n.tsx';

/** One person: what is known, to change it. */
export function ContactPage() {
  const t = useT();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const viewport = useViewport();
  const { contactId } = useParams({ from: '/app/tenant/contacts/$contactId' });
  const { q, list } = useSearch({ from: '/app/tenant/contacts' });
  const contact = useQuery(trpc.contacts.get.queryOptions({ id: contactId }));
  const back = () =>
    void navigate({
      to: '/contacts',
      search: { ...(q === undefined ? {} : { q }), ...(list === undefined ? {} : { list }) },
    });
  const actionsOf = useContactActions({ onDone: back });
  const actions = contact.data === undefined ? [] : actionsOf([contact.data]);
  useActions('here', actions);
  useEscape(back);

  if (contact.isPending) return <PageComing />;
  if (contact.isError) return <Trouble error={contact.error} onRetry={() => void contact.refetch()} />;
  return (
    <Page
      title={contact.data.name ?? nationalPhone(contact.data.phoneNumber)}
      onBack={viewport === 'phone' ? back : undefined}
      tools={
        <ActionButtons label={t.contacts.title} actions={actions} visible={viewport === 'phone' ? 1 : 2} />
      }
    >
      <ContactForm key={contact.data.id} contact={contact.data} />
    </Page>
  );
}
