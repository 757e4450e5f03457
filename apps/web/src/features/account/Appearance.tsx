import { Input, SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useDensity, useNotificationsWanted } from '../../app/preferences.ts';
import { useT } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';

/** What this device remembers by itself. */
export function Appearance() {
  const t = useT();
  const { role } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.account.appearanceHint}
      </Text>
      <Input.Wrapper label={t.account.theme} labelElement="div">
        <SegmentedControl
          fullWidth
          size="xs"
          mt={4}
          aria-label={t.account.theme}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme)}
          data={[
            { value: 'light', label: t.account.themeLight },
            { value: 'dark', label: t.account.themeDark },
            { value: 'auto', label: t.account.themeAuto },
          ]}
        />
      </Input.Wrapper>
      <Input.Wrapper label={t.account.density} labelElement="div">
        <SegmentedControl
          fullWidth
          size="xs"
          mt={4}
          aria-label={t.account.density}
          value={density}
          onChange={(next) => setDensity(next)}
          data={[
            { value: 'comfortable', label: t.account.comfortable },
            { value: 'compact', label: t.account.compact },
          ]}
        />
      </Input.Wrapper>
      {role === 'USER' && <Notifications />}
    </Stack>
  );
}

/** Browsers only ask when the person has just pressed something. */
function Notifications() {
  const t = useT();
  const [wanted, setWanted] = useNotificationsWanted();
  const isPossible = 'Notification' in window;
  const [isBlocked, setBlocked] = useState(isPossible && Notification.permission === 'denied');
  const turn = async (on: boolean) => {
    if (!on) {
      setWanted(false);
      return;
    }
    const isAllowed = (await Notification.requestPermission()) === 'granted';
    setBlocked(!isAllowed);
    setWanted(isAllowed);
  };
  return (
    <Switch
      label={t.account.notifications}
      description={
        !isPossible ? t.account.notificationsNone : isBlocked ? t.account.notificationsBlocked : undefined
      }
      disabled={!isPossible}
      checked={isPossible && wanted && !isBlocked}
      onChange={(event) => void turn(event.currentTarget.checked)}
    />
  );
}
