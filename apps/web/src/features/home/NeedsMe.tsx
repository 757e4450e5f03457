import { Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Group } from '@mantine/core';
import { Section } from '../../components/Page.tsx';
import { ToneIcon } from '../../components/ToneMark.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useNeeds, type Need } from './useNeeds.ts';
import classes from './home.module.css';

/** What waits for a person, each a link to where it is settled. */
export function NeedsMe() {
  const t = useT();
  const needs = useNeeds();
  return (
    <Section title={t.home.needsMe}>
      {needs.length === 0 ? (
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck size={18} color="var(--siar-done)" aria-hidden />
          <Text size="sm" c="dimmed">
            {t.home.nothingNeeded}
          </Text>
        </Group>
      ) : (
        <ul className={classes.links}>
          {needs.map((need) => (
            <li key={need.id}>
              <NeedLink need={need} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function NeedLink({ need }: { need: Need }) {
  const content = (
    <>
      <ToneIcon tone="trouble" size={16} />
      <span className={classes.grow}>
        <Text size="sm" fw={600} component="span" display="block">
          {need.title}
        </Text>
        <Text size="sm" c="dimmed" component="span" display="block">
          {need.text}
        </Text>
      </span>
    </>
  );
  return need.to === '/blasts/$blastId' ? (
    <Link to="/blasts/$blastId" params={{ blastId: need.blastId ?? '' }} className={classes.link}>
      {content}
    </Link>
  ) : (
    <Link to={need.to} className={classes.link}>
      {content}
    </Link>
  );
}
