import { Text, Timeline } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { useNow } from '../../app/useNow.ts';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { ToneIcon } from '../../components/ToneMark.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { whatsAppTone } from '../../theme/tones.ts';

const SHOWN = 15;

/** What the connection has been through, newest first. */
export function ConnectionHistory() {
  const trpc = useTRPC();
  const { t, format } = useI18n();
  const now = useNow();
  const history = useQuery(trpc.whatsapp.history.queryOptions({ limit: SHOWN }));
  if (history.isPending) return <RowsComing rows={4} />;
  if (history.isError) return <Trouble error={history.error} onRetry={() => void history.refetch()} />;
  if (history.data.items.length === 0)
    return <Nothing icon={IconHistory} title={t.whatsapp.historyEmpty} text={t.whatsapp.historyEmptyText} />;
  return (
    <Timeline bulletSize={20} lineWidth={2} active={-1}>
      {history.data.items.map((event) => (
        <Timeline.Item
          key={event.id}
          title={<Text size="sm">{t.status.whatsapp[event.status]}</Text>}
          bullet={<ToneIcon tone={whatsAppTone(event.status)} size={12} />}
        >
          {event.reason !== null && t.whatsapp.reasons[event.reason] !== undefined && (
            <Text size="sm" c="dimmed">
              {t.whatsapp.reasons[event.reason]}
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {format.dateTime(event.at, now)}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
