import {
  ActionIcon,
  Anchor,
  Group,
  List,
  Paper,
  Stack,
  Text,
  ThemeIcon,
  Title,
  Tooltip,
} from '@mantine/core';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconAddressBook, IconListDetails, IconMoon, IconQrcode, IconSun } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Mark } from '../../shell/Brand.tsx';
import classes from './auth.module.css';

/** The door: what Siar does at one side, the form at the other. */
export function AuthFrame({
  title,
  children,
  footer,
}: {
  title: string;
  children: ReactNode;
  footer: ReactNode;
}) {
  const { t, locale, setLocale } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  useEffect(() => {
    document.title = `${title} · Siar`;
  }, [title]);
  const points = [
    { icon: IconQrcode, text: t.auth.point1 },
    { icon: IconAddressBook, text: t.auth.point2 },
    { icon: IconListDetails, text: t.auth.point3 },
  ];
  return (
    <div className={classes.frame}>
      <aside className={classes.story}>
        <Group gap="sm">
          <Mark size={34} />
          <Text fz={22} fw={700}>
            {t.common.appName}
          </Text>
        </Group>
        <Text className={classes.tagline}>{t.auth.tagline}</Text>
        <List spacing="md" center listStyleType="none" className={classes.points}>
          {points.map((point) => (
            <List.Item
              key={point.text}
              icon={
                <ThemeIcon variant="light" size={34} radius="md">
                  <point.icon size={18} aria-hidden />
                </ThemeIcon>
              }
            >
              {point.text}
            </List.Item>
          ))}
        </List>
      </aside>
      <main className={classes.door}>
        <Group justify="flex-end" gap="xs" className={classes.corner}>
          <Anchor
            component="button"
            type="button"
            size="sm"
            lang={locale === 'id' ? 'en' : 'id'}
            onClick={() => setLocale(locale === 'id' ? 'en' : 'id')}
          >
            {locale === 'id' ? 'English' : 'Bahasa Indonesia'}
          </Anchor>
          <Tooltip label={t.shell.actions.theme}>
            <ActionIcon
              size="lg"
              aria-label={t.shell.actions.theme}
              onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
            >
              {scheme === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </Group>
        <Paper className={classes.card} withBorder radius="lg">
          <Stack gap="lg">
            <Title order={1}>{title}</Title>
            {children}
            {footer}
          </Stack>
        </Paper>
      </main>
    </div>
  );
}
