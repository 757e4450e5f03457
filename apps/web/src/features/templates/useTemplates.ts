import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../../api/trpc.ts';

const PAGE = 100;

/** Templates, newest first, page after page as the list is scrolled. */
export function useTemplates({ search }: { search: string }) {
  const trpc = useTRPC();
  const query = useInfiniteQuery({
    ...trpc.templates.list.infiniteQueryOptions(
      { limit: PAGE, ...(search === '' ? {} : { search }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { query, items };
}
