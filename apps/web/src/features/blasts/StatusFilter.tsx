import { Chip } from '@mantine/core';
import type { MessageStatus } from '@siar/shared';
import type { Blast } from '../../api/router.ts';
import { useT } from '../../i18n/I18n.tsx';
import classes from './blasts.module.css';
import { countOf, SHOWN_STATUSES } from './counts.ts';

/** Which messages are shown: only states that some message is in. */
export function StatusFilter({
  blast,
  value,
  onChange,
}: {
  blast: Blast;
  value: MessageStatus | undefined;
  onChange: (value: MessageStatus | undefined) => void;
}) {
  const t = useT();
  const statuses = SHOWN_STATUSES.filter((status) => countOf(blast.counts, status) > 0 || status === value);
  return (
    <div className={classes.filters} role="radiogroup" aria-label={t.blasts.filter}>
      <Chip.Group
        multiple={false}
        value={value ?? 'ALL'}
        onChange={(next) => onChange(SHOWN_STATUSES.find((status) => status === next))}
      >
        <Chip value="ALL" size="xs" variant="light">
          {t.common.all}
        </Chip>
        {statuses.map((status) => (
          <Chip key={status} value={status} size="xs" variant="light">
            {t.status.message[status]}
          </Chip>
        ))}
      </Chip.Group>
    </div>
  );
}
