import { DEFAULT_COUNTRY, normaliseNumbers, splitPaste } from '@siar/shared';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ContactList, Inputs } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import type { Draft } from './draft.ts';

/** The server's most in one page; nobody has picked from more lists than this by hand. */
const LISTS = 200;

export interface AudienceCount {
  lists: ContactList[];
  /** Null while it is being counted. */
  recipients: number | null;
  /** The true number may be lower: somebody may be on two of the lists. */
  isUpperBound: boolean;
  invalid: number;
  /** Null: leave it as it is. */
  input: Inputs['blasts']['create']['audience'] | null;
}

/** How many a draft would reach, counted live. */
export function useAudience(draft: Draft): AudienceCount {
  const trpc = useTRPC();
  const lists = useQuery(trpc.lists.list.queryOptions({ limit: LISTS })).data?.items ?? [];
  const all = useQuery(trpc.contacts.count.queryOptions({}, { enabled: draft.who === 'all' }));
  const [pasted] = useDebouncedValue(draft.who === 'numbers' ? draft.numbers : '', 250);
  const numbers = useMemo(
    () => normaliseNumbers(splitPaste(pasted), { defaultCountry: DEFAULT_COUNTRY }),
    [pasted],
  );

  switch (draft.who) {
    case 'kept':
      return { lists, recipients: draft.keptCount, isUpperBound: false, invalid: 0, input: null };
    case 'all':
      return {
        lists,
        recipients: all.data?.count ?? null,
        isUpperBound: false,
        invalid: 0,
        input: { all: true },
      };
    case 'lists': {
      const chosen = lists.filter(({ id }) => draft.listIds.includes(id));
      return {
        lists,
        recipients: chosen.reduce((sum, list) => sum + list.count, 0),
        isUpperBound: chosen.length > 1,
        invalid: 0,
        input: { listIds: chosen.map(({ id }) => id) },
      };
    }
    case 'numbers':
      return {
        lists,
        recipients: numbers.numbers.length,
        isUpperBound: false,
        invalid: numbers.invalid.length,
        input: { numbers: numbers.numbers },
      };
  }
}
