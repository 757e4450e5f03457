import { Stack } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { AppAction } from '../../app/actions/action.ts';
import { ActionButtons } from '../../app/actions/ActionButtons.tsx';
import { Page } from '../../components/Page.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { MyNumber } from './MyNumber.tsx';
import { NeedsMe } from './NeedsMe.tsx';
import { RecentBlasts } from './RecentBlasts.tsx';
import { RunningNow } from './RunningNow.tsx';
import { ThisWeek } from './ThisWeek.tsx';
import classes from './home.module.css';

/** Is my number fine, what is running, what went out this week, what needs me. Each leads on. */
export function HomePage() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const newBlast: AppAction = {
    id: 'blast.new',
    label: t.blasts.new,
    icon: IconSend,
    run: () => void navigate({ to: '/blasts/new' }),
  };
  return (
    <Page
      title={t.home.greeting(me.name)}
      tools={<ActionButtons label={t.home.title} actions={[newBlast]} primary="blast.new" />}
    >
      <Stack gap="md">
        <FirstSteps />
        <div className={classes.grid}>
          <div className={classes.main}>
            <RunningNow />
            <ThisWeek />
          </div>
          <div className={classes.side}>
            <NeedsMe />
            <MyNumber />
            <RecentBlasts />
          </div>
        </div>
      </Stack>
    </Page>
  );
}
