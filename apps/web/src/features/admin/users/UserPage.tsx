import { DataList, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { ActionButtons } from '../../../app/actions/ActionButtons.tsx';
import { useActions } from '../../../app/actions/registry.ts';
import { useViewport } from '../../../app/preferences.ts';
import { useNow } from '../../../app/useNow.ts';
import { DetailTrouble } from '../../../components/DetailTrouble.tsx';
import { Page, Section } from '../../../components/Page.tsx';
import { PageComing } from '../../../components/states.tsx';
import { ToneBadge } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { useMe } from '../../../shell/useMe.ts';
import { whatsAppTone } from '../../../theme/tones.ts';
import { shownMasked } from '../masked.ts';
import { UserEvents } from './UserEvents.tsx';
import { UserPayments } from './UserPayments.tsx';
import { useUserActions } from './useUserActions.tsx';
import classes from './users.module.css';

/** One person as an admin may see him: who he is and what happened around his account, never what he writes. */
export function UserPage() {
  const { userId } = useParams({ from: '/app/admin/users/$userId' });
  const { t } = useI18n();
  const navigate = useNavigate();
  const trpc = useTRPC();
  const user = useQuery(trpc.users.get.queryOptions({ id: userId }));
  if (user.isPending) return <PageComing />;
  if (user.data === undefined) {
    return (
      <DetailTrouble
        title={t.admin.users}
        error={user.error}
        onRetry={() => void user.refetch()}
        onList={() => void navigate({ to: '/admin/users', search: true })}
      />
    );
  }
  return <UserDetail user={user.data} />;
}

function UserDetail({ user }: { user: Person }) {
  const { t } = useI18n();
  const viewport = useViewport();
  const navigate = useNavigate();
  const actions = useUserActions()(user);
  useActions('here', actions);
  const isActive = user.deactivatedAt === null;
  return (
    <Page
      title={user.name}
      badge={
        <ToneBadge tone={isActive ? 'done' : 'stopped'}>
          {isActive ? t.admin.active : t.admin.inactive}
        </ToneBadge>
      }
      tools={
        <ActionButtons label={t.admin.userToolbar} actions={actions} visible={viewport === 'wide' ? 3 : 2} />
      }
      onBack={viewport === 'phone' ? () => void navigate({ to: '/admin/users', search: true }) : undefined}
    >
      <div className={classes.columns}>
        <Stack gap="md">
          <Section title={t.admin.profile}>
            <Facts user={user} />
          </Section>
          {user.role === 'USER' && (
            <Section title={t.admin.payments}>
              <UserPayments userId={user.id} />
            </Section>
          )}
        </Stack>
        <Section title={t.admin.activity}>
          <UserEvents userId={user.id} />
        </Section>
      </div>
    </Page>
  );
}

function Facts({ user }: { user: Person }) {
  const { t, format } = useI18n();
  const now = useNow();
  const me = useMe();
  return (
    <DataList labelWidth="8rem" gap="xs">
      <Fact label={t.admin.email}>{user.email}</Fact>
      <Fact label={t.admin.role}>
        {t.admin.roles[user.role]}
        {user.id === me.id && ` (${t.admin.you})`}
      </Fact>
      <Fact label={t.admin.since}>{format.date(user.createdAt)}</Fact>
      {user.deactivatedAt !== null && (
        <Fact label={t.common.status}>{t.admin.inactiveSince(format.dateTime(user.deactivatedAt, now))}</Fact>
      )}
      <Fact label={t.admin.language}>
        {user.locale === 'en' ? t.account.languageEn : t.account.languageId}
      </Fact>
      <Fact label={t.admin.timeZone}>{user.timeZone.replaceAll('_', ' ')}</Fact>
      {user.role === 'USER' && (
        <Fact label={t.admin.number}>
          <NumberFact number={user.whatsapp} />
        </Fact>
      )}
    </DataList>
  );
}

function NumberFact({ number }: { number: Person['whatsapp'] }) {
  const { t } = useI18n();
  if (number === null) {
    return (
      <Text span size="sm" c="dimmed">
        {t.admin.noNumber}
      </Text>
    );
  }
  return (
    <>
      {number.phoneNumber !== null && `${shownMasked(number.phoneNumber)} `}
      <ToneBadge tone={whatsAppTone(number.status)}>{t.status.whatsapp[number.status]}</ToneBadge>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue style={{ overflowWrap: 'anywhere' }}>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}
