import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Blast } from '../../api/router.ts';
import { useNow } from '../../app/useNow.ts';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { blastTone } from '../../theme/tones.ts';
import { settled, share } from './counts.ts';

/** A blast in one row: its name, how far it is, its state. */
export function BlastRow({ blast }: { blast: Blast }) {
  const { t, format } = useI18n();
  const now = useNow();
  const done = settled(blast.counts);
  const part = share(done, blast.totalRecipients);
  const isMoving = blast.status === 'RUNNING' || blast.status === 'PAUSED';
  return (
    <Group gap="sm" wrap="nowrap" w="100%">
      <Stack gap={3} flex={1} miw={0}>
        <Text truncate fw={550} lh={1.3}>
          {blast.name}
        </Text>
        {isMoving ? (
          <Group gap="xs" wrap="nowrap">
            <Progress value={part * 100} size="sm" flex={1} aria-hidden color="var(--siar-running)" />
            <Text size="xs" c="dimmed" className="tabular">
              {format.percent(Math.floor(part * 100) / 100)}
            </Text>
          </Group>
        ) : (
          <Text size="xs" c="dimmed" truncate>
            {when()}
          </Text>
        )}
      </Stack>
      <ToneBadge tone={blastTone(blast)}>{t.status.blast[blast.status]}</ToneBadge>
    </Group>
  );

  function when(): string {
    if (blast.status === 'SCHEDULED' && blast.scheduledAt !== null) {
      return t.blasts.startsAt(format.soon(blast.scheduledAt, now));
    }
    const recipients =
      blast.totalRecipients > 0 ? ` · ${t.compose.recipients(format.number(blast.totalRecipients))}` : '';
    return `${format.dateTime(blast.finishedAt ?? blast.createdAt, now)}${recipients}`;
  }
}
