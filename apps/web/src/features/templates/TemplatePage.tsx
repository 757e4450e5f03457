import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useViewport } from '../../app/preferences.ts';
import { DetailTrouble } from '../../components/DetailTrouble.tsx';
import { PageComing } from '../../components/states.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';

export function TemplatePage() {
  const { templateId } = useParams({ from: '/app/tenant/templates/$templateId' });
  const t = useT();
  const trpc = useTRPC();
  const { toList, onBack } = useWayBack();
  const template = useQuery(trpc.templates.get.queryOptions({ id: templateId }));
  if (template.isPending) return <PageComing />;
  if (template.data === undefined) {
    return (
      <DetailTrouble
        title={t.templates.title}
        error={template.error}
        onRetry={() => void template.refetch()}
        onList={toList}
      />
    );
  }
  return <TemplateEditor key={templateId} template={template.data} onBack={onBack} />;
}

export function NewTemplatePage() {
  const { onBack } = useWayBack();
  return <TemplateEditor key="new" template={null} onBack={onBack} />;
}

/** To the list; as a button of the page only where the list is not beside it. */
function useWayBack(): { toList: () => void; onBack: (() => void) | undefined } {
  const viewport = useViewport();
  const navigate = useNavigate();
  const toList = () => void navigate({ to: '/templates', search: true });
  return { toList, onBack: viewport === 'phone' ? toList : undefined };
}
