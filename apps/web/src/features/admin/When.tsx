import { Tooltip } from '@mantine/core';
import { useNow } from '../../app/useNow.ts';
import { useFormat } from '../../i18n/I18n.tsx';

/** A moment told as "3 menit lalu"; the exact time on hover and for those who listen. */
export function When({ at, never = '–' }: { at: string | null; never?: string }) {
  const format = useFormat();
  const now = useNow();
  if (at === null) return never;
  const exact = format.dateTime(at, now);
  return (
    <Tooltip label={exact}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {format.ago(at, now)}
      </time>
    </Tooltip>
  );
}
