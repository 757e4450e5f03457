import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { RowsComing, Trouble } from '../../../components/states.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import classes from './records.module.css';
import { RecordTable, type Column } from './RecordTable.tsx';

/** As much of a paged query as a table needs to know. */
interface Pages<Item> {
  data: { pages: readonly { items: readonly Item[] }[] } | undefined;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** A paged list as a table, with what stands there while it loads, when it is empty and when it fails. */
export function Records<Item>({
  query,
  empty,
  ...table
}: {
  query: Pages<Item>;
  empty: ReactNode;
  label: string;
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
}) {
  const t = useT();
  // A refresh that fails does not take away what is known; the window says that the server is gone.
  if (query.data === undefined) {
    return query.isError ? (
      <Trouble title={t.common.listFailed} error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <RowsComing />
    );
  }
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <>
      <RecordTable {...table} items={items} />
      {query.hasNextPage && (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t.common.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
