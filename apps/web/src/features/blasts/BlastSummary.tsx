import { Alert, Anchor, Collapse, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useThrottledValue } from '@mantine/hooks';
import { IconAlertTriangle, IconClock, IconPlayerPause } from '@tabler/icons-react';
import type { MessageStatus, PauseReason } from '@siar/shared';
import { Link } from '@tanstack/react-router';
import type { Blast } from '../../api/router.ts';
import { useNow } from '../../app/useNow.ts';
import { LiveNumber } from '../../components/LiveNumber.tsx';
import { ToneIcon } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useRatePerHour } from '../../shell/live.ts';
import { blastTone, messageTone } from '../../theme/tones.ts';
import { figuresOf, left, settled, share } from './counts.ts';
import classes from './blasts.module.css';

/** How often a screen reader is told of progress. */
const ANNOUNCE_MS = 15_000;

const ALWAYS_SHOWN: readonly MessageStatus[] = ['SENT', 'DELIVERED', 'READ', 'FAILED'];

/** Counts, pace, finish time, and why it pauses. */
export function BlastSummary({ blast }: { blast: Blast }) {
  const { t, format } = useI18n();
  const now = useNow();
  const [messageShown, message] = useDisclosure(false);
  const rate = useRatePerHour([blast.id]);
  const { counts, totalRecipients: total } = blast;
  const done = settled(counts);
  const announced = useThrottledValue(done, ANNOUNCE_MS);
  const preparing = blast.status === 'RUNNING' && total === 0;

  return (
    <div className={classes.summary}>
      <WhyStill blast={blast} />
      <Group justify="space-between" gap="xs" align="baseline">
        <Text component="div" className={classes.big}>
          {preparing ? (
            t.blasts.preparing
          ) : (
            <>
              <LiveNumber value={done} data-testid="blast-done" data-value={done} />
              <span className={classes.of}> / {format.number(total)}</span>
            </>
          )}
        </Text>
        <Text size="sm" c="dimmed" className="tabular">
          {facts().join(' · ')}
        </Text>
      </Group>
      <Progress.Root
        size="lg"
        role="progressbar"
        aria-label={t.blasts.progress}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={t.blasts.progressText(format.number(done), format.number(total))}
      >
        <Bar part={left(counts)} total={total} color="var(--siar-done)" />
        <Bar part={counts.failed + counts.unknown} total={total} color="var(--siar-trouble)" />
        <Bar part={counts.skipped + counts.canceled} total={total} color="var(--siar-stopped)" />
      </Progress.Root>
      <dl className={classes.counts}>
        {figuresOf(counts)
          .filter(({ status, value }) => value > 0 || ALWAYS_SHOWN.includes(status))
          .map(({ status, value }) => (
            <div key={status} className={classes.count} title={t.status.messageMeaning[status]}>
              <dt>
                <ToneIcon tone={messageTone(status)} size={11} /> {t.status.message[status]}
              </dt>
              <dd data-testid={`count-${status.toLowerCase()}`} data-value={value}>
                <LiveNumber value={value} />
              </dd>
            </div>
          ))}
      </dl>
      <div>
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-expanded={messageShown}
          onClick={message.toggle}
        >
          {t.blasts.message}
        </Anchor>
        <Collapse expanded={messageShown}>
          <Text size="sm" className={classes.message}>
            {blast.message}
          </Text>
        </Collapse>
      </div>
      <VisuallyHidden role="status">
        {blast.status === 'COMPLETED'
          ? t.blasts.announceDone(blast.name)
          : t.blasts.announce(format.number(announced), format.number(total))}
      </VisuallyHidden>
    </div>
  );

  function facts(): string[] {
    const { pacing } = blast;
    const seconds = (ms: number) => format.number(Math.round(ms / 100) / 10);
    const pace = t.blasts.paceText(seconds(pacing.minDelayMs), seconds(pacing.maxDelayMs));
    switch (blast.status) {
      case 'RUNNING':
        return [
          rate > 0 ? t.blasts.perHour(format.number(rate)) : pace,
          blast.estimatedFinishAt === null
            ? t.blasts.finishSoon
            : t.blasts.finishAt(format.soon(blast.estimatedFinishAt, now)),
        ];
      case 'SCHEDULED':
        return blast.scheduledAt === null
          ? [pace]
          : [t.blasts.startsAt(format.soon(blast.scheduledAt, now)), pace];
      case 'COMPLETED':
      case 'CANCELED':
      case 'FAILED': {
        if (blast.finishedAt === null) return [];
        const at = format.dateTime(blast.finishedAt, now);
        const took =
          blast.startedAt === null ? null : Date.parse(blast.finishedAt) - Date.parse(blast.startedAt);
        return [
          blast.status === 'CANCELED' ? t.blasts.canceledAt(at) : t.blasts.finishedAt(at),
          ...(took === null ? [] : [t.blasts.took(format.duration(took))]),
        ];
      }
      default:
        return [t.blasts.createdAt(format.dateTime(blast.createdAt, now)), pace];
    }
  }
}

function Bar({ part, total, color }: { part: number; total: number; color: string }) {
  return <Progress.Section value={share(part, total) * 100} color={color} withAria={false} />;
}

/** Why nothing leaves: paused, or running but waiting for the number or the hour. */
function WhyStill({ blast }: { blast: Blast }) {
  const { t } = useI18n();
  const { status, pauseReason, waitReason } = blast;
  const isPaused = status === 'PAUSED';
  const reason = isPaused ? pauseReason : status === 'RUNNING' ? waitReason : null;
  if (reason === null) return null;
  const tone = isPaused ? blastTone(blast) : 'waiting';
  const look = {
    trouble: { icon: IconAlertTriangle, color: 'red' },
    waiting: { icon: IconClock, color: 'yellow' },
    stopped: { icon: IconPlayerPause, color: 'gray' },
  }[tone === 'trouble' || tone === 'waiting' ? tone : 'stopped'];
  const text = isPaused ? t.status.pause[reason] : (t.blasts.waiting[reason] ?? t.status.pause[reason]);
  return (
    <Alert color={look.color} variant="light" icon={<look.icon aria-hidden />} p="xs" role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{text}</Text>
        <WayOut reason={reason} />
      </Group>
    </Alert>
  );
}

function WayOut({ reason }: { reason: PauseReason }) {
  const { t } = useI18n();
  if (reason === 'DISCONNECTED' || reason === 'RESTRICTION') {
    return (
      <Anchor component={Link} to="/whatsapp" size="sm" fw={600}>
        {t.blasts.goConnect}
      </Anchor>
    );
  }
  if (reason === 'QUOTA' || reason === 'SUBSCRIPTION') {
    return (
      <Anchor component={Link} to="/subscription" size="sm" fw={600}>
        {t.shell.nav.subscription}
      </Anchor>
    );
  }
  return null;
}
