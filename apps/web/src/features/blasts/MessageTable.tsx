import { Drawer } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useThrottledCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Blast, Message } from '../../api/router.ts';
import { useTRPC } from '../../api/trpc.ts';
import { useViewport } from '../../app/preferences.ts';
import { useNow } from '../../app/useNow.ts';
import { Nothing, RowsComing, Trouble } from '../../components/states.tsx';
import { ToneBadge } from '../../components/ToneMark.tsx';
import { useRowHeights } from '../../components/useRowHeight.ts';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { nationalPhone } from '../../i18n/phone.ts';
import { messageTone } from '../../theme/tones.ts';
import { MessageTimeline } from './MessageTimeline.tsx';
import { StatusFilter } from './StatusFilter.tsx';
import classes from './blasts.module.css';
import { settled } from './counts.ts';
import { useReason } from './useReason.ts';

const PAGE = 100;
/** How often the rows on the screen are read again while counts move. */
const REFRESH_MS = 2_000;

/** Every message with its state, by status; the chosen one's way at the right. */
export function MessageTable({ blast }: { blast: Blast }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const navigate = useNavigate();
  const viewport = useViewport();
  const { thin } = useRowHeights();
  const { status, message: messageId } = useSearch({ from: '/app/tenant/blasts/$blastId' });
  const messages = useInfiniteQuery(
    trpc.blasts.messages.infiniteQueryOptions(
      { id: blast.id, limit: PAGE, ...(status === undefined ? {} : { status }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  useFreshRows(blast);

  const items = messages.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = items.find((message) => message.id === messageId);
  const choose = (id: string | undefined) =>
    void navigate({
      to: '.',
      search: ({ message: _message, ...others }) => (id === undefined ? others : { ...others, message: id }),
      replace: true,
    });

  const side =
    chosen === undefined ? null : <MessageTimeline message={chosen} onClose={() => choose(undefined)} />;
  return (
    <div className={classes.messages}>
      <section className={classes.tablePane} aria-label={t.blasts.messages}>
        <StatusFilter
          blast={blast}
          value={status}
          onChange={(next) =>
            void navigate({
              to: '.',
              search: ({ status: _status, message: _message, ...others }) =>
                next === undefined ? others : { ...others, status: next },
              replace: true,
            })
          }
        />
        {rows()}
      </section>
      {side !== null &&
        (viewport === 'wide' ? (
          <aside className={classes.side} aria-label={t.blasts.timeline}>
            {side}
          </aside>
        ) : (
          <Drawer
            opened
            position={viewport === 'phone' ? 'bottom' : 'right'}
            onClose={() => choose(undefined)}
            title={t.blasts.timeline}
          >
            {side}
          </Drawer>
        ))}
    </div>
  );

  function rows() {
    if (messages.isPending) return <RowsComing rows={6} />;
    if (messages.isError) {
      return (
        <Trouble error={messages.error} title={t.common.listFailed} onRetry={() => void messages.refetch()} />
      );
    }
    if (items.length === 0) {
      const title = blast.totalRecipients === 0 ? t.blasts.messagesNone : t.blasts.messagesEmpty;
      return <Nothing icon={IconMessages} title={title} />;
    }
    return (
      <>
        <div className={classes.head} aria-hidden>
          <span>{t.blasts.column.number}</span>
          <span>{t.blasts.column.status}</span>
          <span>{t.blasts.column.at}</span>
          <span>{t.blasts.column.reason}</span>
        </div>
        <VirtualList
          label={t.blasts.messagesLabel}
          items={items}
          keyOf={(message) => message.id}
          renderRow={(message) => <MessageLine message={message} />}
          rowHeight={thin}
          activeKey={messageId}
          onOpen={(message) => choose(message.id)}
          onMore={
            messages.hasNextPage && !messages.isFetchingNextPage
              ? () => void messages.fetchNextPage()
              : undefined
          }
        />
      </>
    );
  }
}

function MessageLine({ message }: { message: Message }) {
  const { t, format } = useI18n();
  const now = useNow();
  const reason = useReason()(message);
  const at = message.readAt ?? message.deliveredAt ?? message.sentAt;
  return (
    <div className={classes.line}>
      <span className="tabular">
        {nationalPhone(message.phoneNumber)}
        {message.name !== null && <span className={classes.name}> {message.name}</span>}
      </span>
      <span>
        <ToneBadge tone={messageTone(message.status)}>{t.status.message[message.status]}</ToneBadge>
      </span>
      <span className={classes.time}>{at === null ? '' : format.dateTime(at, now)}</span>
      <span className={classes.reason} title={reason?.sentence}>
        {reason?.sentence}
      </span>
    </div>
  );
}

/** While the counts move, the rows are read again, calmly. */
function useFreshRows(blast: Blast): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = useThrottledCallback(() => {
    void queryClient.invalidateQueries({ queryKey: trpc.blasts.messages.pathKey() });
  }, REFRESH_MS);
  const { counts } = blast;
  const stamp = `${settled(counts)}:${counts.delivered}:${counts.read}:${counts.sending}`;
  useEffect(() => refresh(), [stamp, refresh]);
}
