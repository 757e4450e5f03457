import { Button, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useContextMenu } from '../../../app/actions/ContextMenu.tsx';
import { Nothing, RowsComing, Trouble } from '../../../components/states.tsx';
import { ToneBadge } from '../../../components/ToneMark.tsx';
import { useRowHeights } from '../../../components/useRowHeight.ts';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import { useUserActions } from './useUserActions.tsx';
import classes from './users.module.css';

const PAGE = 100;

export function UserList({ openId }: { openId: string | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const showMenu = useContextMenu();
  const actionsOf = useUserActions();
  const { row } = useRowHeights();
  const { users, query } = useUsers();

  if (query.isPending) return <RowsComing />;
  if (query.isError) {
    return <Trouble title={t.common.listFailed} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (users.length === 0) {
    return (
      <Nothing icon={IconUsers} title={t.admin.usersEmpty} text={t.common.noResultsHint}>
        <Button
          size="xs"
          variant="default"
          onClick={() => void navigate({ to: '.', search: {}, replace: true })}
        >
          {t.common.clearSearch}
        </Button>
      </Nothing>
    );
  }
  return (
    <VirtualList
      label={t.admin.usersLabel}
      items={users}
      keyOf={(user) => user.id}
      rowHeight={row}
      activeKey={openId}
      renderRow={(user) => <UserRow user={user} />}
      onOpen={(user) =>
        void navigate({ to: '/admin/users/$userId', params: { userId: user.id }, search: true })
      }
      onContextMenu={(event, user) => showMenu(event, { label: user.name, actions: actionsOf(user) })}
      onMore={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
    />
  );
}

function useUsers() {
  const trpc = useTRPC();
  const { q, state, role } = useSearch({ from: '/app/admin/users' });
  const query = useInfiniteQuery({
    ...trpc.users.list.infiniteQueryOptions(
      {
        limit: PAGE,
        ...(q === undefined ? {} : { search: q }),
        ...(state === undefined ? {} : { state }),
        ...(role === undefined ? {} : { role }),
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const users = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { users, query };
}

function UserRow({ user }: { user: Person }) {
  const t = useT();
  return (
    <div className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={550} truncate>
          {user.name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {user.email}
        </Text>
      </div>
      {user.deactivatedAt !== null ? (
        <ToneBadge tone="stopped">{t.admin.inactive}</ToneBadge>
      ) : (
        user.role === 'ADMIN' && (
          <Text size="xs" fw={550} c="dimmed">
            {t.admin.roles.ADMIN}
          </Text>
        )
      )}
    </div>
  );
}
