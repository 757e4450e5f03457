import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { useViewport } from '../../app/preferences.ts';
import { PageComing, Trouble } from '../../components/states.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';

export function TemplatePage() {
  const { templateId } = useParams({ from: '/app/tenant/templates/$templateId' });
  const trpc = useTRPC();
  const onBack = useBack();
  const template = useQuery(trpc.templates.get.queryOptions({ id: templateId }));
  if (template.isPending) return <PageComing />;
  if (template.isError) return <Trouble error={template.error} onRetry={() => void template.refetch()} />;
  return <TemplateEditor key={templateId} template={template.data} onBack={onBack} />;
}

export function NewTemplatePage() {
  return <TemplateEditor key="new" template={null} onBack={useBack()} />;
}

/** To the list, where it is not beside this pane. */
function useBack(): (() => void) | undefined {
  const viewport = useViewport();
  const navigate = useNavigate();
  return viewport === 'phone' ? () => void navigate({ to: '/templates', search: true }) : undefined;
}
