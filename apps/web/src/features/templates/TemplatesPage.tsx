import { Button, Text } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { Link, Outlet, useMatchRoute, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Template } from '../../api/router.ts';
import { useContextMenu } from '../../app/actions/ContextMenu.tsx';
import { useActions } from '../../app/actions/registry.ts';
import { useNow } from '../../app/useNow.ts';
import { ListDetail } from '../../components/ListDetail.tsx';
import { ChooseHint, ListPane } from '../../components/ListPane.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { useRowHeights } from '../../components/useRowHeight.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useI18n, useT } from '../../i18n/I18n.tsx';
import classes from './templates.module.css';
import { useTemplateActions } from './useTemplateActions.tsx';
import { useTemplates } from './useTemplates.ts';

export function TemplatesPage() {
  const t = useT();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/app/tenant/templates' });
  const { templateId } = useParams({ strict: false });
  const isWriting = useMatchRoute()({ to: '/templates/new' }) !== false;

  useActions('here', [
    {
      id: 'template.new',
      label: t.templates.new,
      icon: IconPlus,
      keys: 'n',
      run: () => void navigate({ to: '/templates/new', search: true }),
    },
  ]);

  return (
    <ListDetail
      page="templates"
      hasDetail={templateId !== undefined || isWriting}
      list={
        <ListPane
          title={t.templates.title}
          actions={
            <Button
              component={Link}
              to="/templates/new"
              search={true}
              size="xs"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t.templates.new}
            </Button>
          }
          tools={
            <SearchBox
              label={t.templates.searchPlaceholder}
              value={q}
              onChange={(text) =>
                void navigate({ to: '.', search: text === '' ? {} : { q: text }, replace: true })
              }
            />
          }
        >
          <Templates search={q} openId={templateId} />
        </ListPane>
      }
      detail={<Outlet />}
    />
  );
}

function Templates({ search, openId }: { search: string; openId: string | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const showMenu = useContextMenu();
  const actionsOf = useTemplateActions();
  const { row } = useRowHeights();
  const { query, items } = useTemplates({ search });

  if (query.isPending) return <RowsComing />;
  if (query.isError) {
    return <Trouble title={t.common.listFailed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) {
    return search === '' ? (
      <Nothing icon={IconTemplate} title={t.templates.emptyTitle} text={t.templates.emptyText}>
        <Button component={Link} to="/templates/new" size="xs">
          {t.templates.new}
        </Button>
      </Nothing>
    ) : (
      <Nothing icon={IconTemplate} title={t.common.noResults} text={t.common.noResultsHint} />
    );
  }
  return (
    <VirtualList
      label={t.templates.listLabel}
      items={items}
      keyOf={(template) => template.id}
      rowHeight={row}
      activeKey={openId}
      renderRow={(template) => <TemplateRow template={template} />}
      onOpen={(template) =>
        void navigate({ to: '/templates/$templateId', params: { templateId: template.id }, search: true })
      }
      onContextMenu={(event, template) =>
        showMenu(event, { label: template.name, actions: actionsOf(template) })
      }
      onMore={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
    />
  );
}

function TemplateRow({ template }: { template: Template }) {
  const { format } = useI18n();
  const now = useNow();
  return (
    <div className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={550} truncate>
          {template.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {template.body.replaceAll(/\s+/g, ' ')}
        </Text>
      </div>
      <Text size="xs" c="dimmed" className={classes.rowTime}>
        {format.ago(template.updatedAt, now)}
      </Text>
    </div>
  );
}

/** The right pane while no template is open. */
export function NoTemplateChosen() {
  const t = useT();
  return (
    <ChooseHint>
      <Nothing icon={IconTemplate} title={t.templates.chooseTitle} text={t.templates.chooseText} />
    </ChooseHint>
  );
}
