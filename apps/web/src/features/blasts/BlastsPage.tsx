import { Button, Select } from '@mantine/core';
import { IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { blastStatusList } from './statuses.ts';
import type { Blast } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useContextMenu } from '../../app/actions/ContextMenu.tsx';
import { ListDetail } from '../../components/ListDetail.tsx';
import { ChooseHint, ListPane } from '../../components/ListPane.tsx';
import { SearchBox } from '../../components/SearchBox.tsx';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { useRowHeights } from '../../components/useRowHeight.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { focusPageTitle } from '../../components/focus.ts';
import { useT } from '../../i18n/I18n.tsx';
import { BlastRow } from './BlastRow.tsx';
import { listSearch } from './listSearch.ts';
import { useBlastActions } from './useBlastActions.tsx';

const PAGE = 50;

/** All blasts at the left, the chosen one at the right. */
export function BlastsPage() {
  const t = useT();
  const navigate = useNavigate();
  const { q, state } = useSearch({ from: '/app/tenant/blasts' });
  const { blastId } = useParams({ strict: false });
  return (
    <ListDetail
      page="blasts"
      hasDetail={blastId !== undefined}
      detail={<Outlet />}
      list={
        <ListPane
          title={t.blasts.title}
          actions={
            <Button
              component={Link}
              to="/blasts/new"
              size="xs"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t.blasts.new}
            </Button>
          }
          tools={
            <>
              <SearchBox
                label={t.blasts.searchPlaceholder}
                value={q ?? ''}
                onChange={(value) =>
                  void navigate({
                    to: '.',
                    search: ({ q: _q, ...others }) => (value === '' ? others : { ...others, q: value }),
                    replace: true,
                  })
                }
              />
              <Select
                aria-label={t.blasts.filter}
                placeholder={t.common.all}
                data={blastStatusList.map((value) => ({ value, label: t.status.blast[value] }))}
                value={state ?? null}
                clearable
                w={130}
                size="sm"
                onChange={(value) =>
                  void navigate({
                    to: '.',
                    search: ({ state: _state, ...others }) =>
                      value === null ? others : { ...others, state: value },
                    replace: true,
                  })
                }
              />
            </>
          }
        >
          <BlastList />
        </ListPane>
      }
    />
  );
}

function BlastList() {
  const t = useT();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const { row } = useRowHeights();
  const search = useSearch({ from: '/app/tenant/blasts' });
  const { q, state } = search;
  const { blastId } = useParams({ strict: false });
  const showMenu = useContextMenu();
  const actionsOf = useBlastActions();
  const blasts = useInfiniteQuery(
    trpc.blasts.list.infiniteQueryOptions(
      {
        limit: PAGE,
        ...(q === undefined ? {} : { search: q }),
        ...(state === undefined ? {} : { status: state }),
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (blasts.isPending) return <RowsComing />;
  if (blasts.isError) {
    return <Trouble error={blasts.error} title={t.common.listFailed} onRetry={() => void blasts.refetch()} />;
  }
  const items = blasts.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return q === undefined && state === undefined ? (
      <Nothing icon={IconSpeakerphone} title={t.blasts.emptyTitle} text={t.blasts.emptyText}>
        <Button component={Link} to="/blasts/new" size="xs">
          {t.blasts.new}
        </Button>
      </Nothing>
    ) : (
      <Nothing icon={IconSpeakerphone} title={t.common.noResults} text={t.common.noResultsHint} />
    );
  }
  const open = (blast: Blast, how: 'open' | 'preview') =>
    void navigate({
      to: '/blasts/$blastId',
      params: { blastId: blast.id },
      search: listSearch(search),
    }).then(() => {
      if (how === 'open') focusPageTitle();
    });
  return (
    <VirtualList
      label={t.blasts.listLabel}
      items={items}
      keyOf={(blast) => blast.id}
      renderRow={(blast) => <BlastRow blast={blast} />}
      rowHeight={row}
      activeKey={blastId}
      onOpen={open}
      onContextMenu={(event, blast) => showMenu(event, { label: blast.name, actions: actionsOf(blast) })}
      onMore={
        blasts.hasNextPage && !blasts.isFetchingNextPage ? () => void blasts.fetchNextPage() : undefined
      }
    />
  );
}

export function NoBlastChosen() {
  const t = useT();
  return (
    <ChooseHint>
      <Nothing icon={IconSpeakerphone} title={t.blasts.chooseTitle} text={t.blasts.chooseText} />
    </ChooseHint>
  );
}
