import { ActionIcon, Button, Group, Text, Title } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTRPC } from '../../api/trpc.ts';
import { Section } from '../../components/Page.tsx';
import { useI18n } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import classes from './home.module.css';

/** Three real steps to the first message. They know by themselves what is done, and are gone when all is. */
export function FirstSteps() {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const me = useMe();
  const [hidden, setHidden] = useLocalStorage({
    key: `siar.firstSteps.${me.id}`,
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const contacts = useQuery(trpc.contacts.count.queryOptions({}, { enabled: !hidden }));
  const blasts = useQuery(trpc.blasts.list.queryOptions({ limit: 5 }, { enabled: !hidden }));
  if (hidden || contacts.data === undefined || blasts.data === undefined) return null;

  const words = t.home.first;
  const steps = [
    {
      title: words.connect,
      hint: words.connectHint,
      action: words.connectAction,
      to: '/whatsapp' as const,
      done: me.whatsapp.status === 'CONNECTED' || me.whatsapp.lastConnectedAt !== null,
    },
    {
      title: words.contacts,
      hint: words.contactsHint,
      action: words.contactsAction,
      to: '/contacts/import' as const,
      done: contacts.data.count > 0,
    },
    {
      title: words.send,
      hint: words.sendHint,
      action: words.sendAction,
      to: '/blasts/new' as const,
      done: blasts.data.items.some(({ status }) => status !== 'DRAFT'),
    },
  ];
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  return (
    <Section>
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="md">
        <div>
          <Title order={2}>{words.title}</Title>
          <Text size="sm" c="dimmed">
            {words.intro} {words.progress(format.number(done), format.number(steps.length))}.
          </Text>
        </div>
        <ActionIcon aria-label={words.hide} onClick={() => setHidden(true)}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step.to} className={classes.step}>
            <span className={classes.bullet} data-done={step.done || undefined} aria-hidden>
              {step.done ? <IconCheck size={16} /> : format.number(index + 1)}
            </span>
            <div>
              <Text fw={600}>{step.title}</Text>
              <Text size="sm" c="dimmed" mb={8}>
                {step.done ? words.done : step.hint}
              </Text>
              {!step.done && (
                <Button component={Link} to={step.to} size="xs" variant="default">
                  {step.action}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
