import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { Page, Section } from '../../components/Page.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import classes from './billing.module.css';
import { CurrentPlan } from './CurrentPlan.tsx';
import { Offers } from './Offers.tsx';
import { Payments } from './Payments.tsx';

/** The plan, what is left of it, what else is on offer and what was paid. */
export function SubscriptionPage() {
  const t = useT();
  const trpc = useTRPC();
  const subscription = useQuery(trpc.billing.subscription.queryOptions());
  return (
    <Page title={t.billing.title}>
      <Stack gap="md">
        <div className={classes.top}>
          <Section title={t.billing.plan}>
            <CurrentPlan />
          </Section>
          <Section title={t.billing.howTitle}>
            <HowToGetOne />
          </Section>
        </div>
        <Section title={t.billing.packages}>
          <Offers currentId={subscription.data?.packageId} />
        </Section>
        <Section title={t.billing.payments}>
          <Payments />
        </Section>
      </Stack>
    </Page>
  );
}

/** Buying here comes later; until then the way is a person. */
function HowToGetOne() {
  const t = useT();
  const { email } = useMe();
  return (
    <Stack gap="sm">
      <Text size="sm">{t.billing.howText}</Text>
      <Text size="sm" c="dimmed">
        {t.billing.howEmail}
      </Text>
      <Group gap="xs">
        <Text size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
        <CopyButton value={email}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? t.common.copied : t.billing.copyEmail}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
