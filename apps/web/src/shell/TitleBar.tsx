import { ActionIcon, Avatar, Menu, Menubar, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconChevronDown, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ActionMenuItems } from '../app/actions/ActionMenuItems.tsx';
import { Keys } from '../app/actions/Keys.tsx';
import { useRegisteredActions } from '../app/actions/registry.ts';
import { useViewport } from '../app/preferences.ts';
import { useT } from '../i18n/I18n.tsx';
import { Mark } from './Brand.tsx';
import { useMe } from './useMe.ts';
import type { ShellActions } from './useShellActions.ts';
import classes from './Window.module.css';

/** The strip above: menus, the way to everything (Ctrl+K), light and dark, and who is here. */
export function TitleBar({ actions, onPalette }: { actions: ShellActions; onPalette: () => void }) {
  const t = useT();
  const me = useMe();
  const viewport = useViewport();
  const phone = viewport === 'phone';
  return (
    <header className={classes.title}>
      <Link to={me.role === 'ADMIN' ? '/admin' : '/'} className={classes.brand} aria-label={t.common.appName}>
        <Mark />
        {phone && t.common.appName}
      </Link>
      {!phone && <Menus actions={actions} />}
      {phone ? (
        <ActionIcon ml="auto" size="lg" aria-label={t.shell.palette.title} onClick={onPalette}>
          <IconSearch size={18} aria-hidden />
        </ActionIcon>
      ) : (
        <UnstyledButton className={classes.palette} onClick={onPalette}>
          <span>{t.shell.palette.open}</span>
          <Keys keys="mod+k" />
        </UnstyledButton>
      )}
      <ThemeSwitch />
      <WhoAmI actions={actions} compact={phone} />
    </header>
  );
}

function Menus({ actions }: { actions: ShellActions }) {
  const t = useT();
  const here = useRegisteredActions()
    .filter(({ group }) => group === 'here')
    .flatMap((set) => set.actions)
    .filter((action) => action.id.startsWith('blast.'));
  const menus = [
    { id: 'file', label: t.shell.menu.file, items: actions.file },
    { id: 'go', label: t.shell.menu.go, items: actions.go },
    { id: 'blast', label: t.shell.menu.blast, items: [...actions.blast, ...here] },
    { id: 'contacts', label: t.shell.menu.contacts, items: actions.contacts },
    { id: 'view', label: t.shell.menu.view, items: actions.view },
    { id: 'help', label: t.shell.menu.help, items: actions.help },
  ].filter(({ items }) => items.length > 0);
  return (
    <Menubar
      aria-label={t.shell.menubar}
      className={classes.menubar}
      classNames={{ target: classes.menubarTarget }}
    >
      {menus.map((menu) => (
        <Menubar.Menu key={menu.id} width={300}>
          <Menubar.Target>{menu.label}</Menubar.Target>
          <Menubar.Dropdown>
            <ActionMenuItems actions={menu.items} />
          </Menubar.Dropdown>
        </Menubar.Menu>
      ))}
    </Menubar>
  );
}

function ThemeSwitch() {
  const t = useT();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <Tooltip label={t.shell.actions.theme}>
      <ActionIcon
        size="lg"
        aria-label={t.shell.actions.theme}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

function WhoAmI({ actions, compact }: { actions: ShellActions; compact: boolean }) {
  const me = useMe();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton
          className={classes.statusItem}
          h={32}
          fz="sm"
          {...(compact ? { 'aria-label': me.name } : {})}
        >
          <Avatar size={24} radius="xl" color="violet" {...(compact ? {} : { name: me.name })} aria-hidden />
          {!compact && (
            <>
              <Text size="sm" fw={550} c="var(--siar-text)" maw={160} truncate>
                {me.name}
              </Text>
              <IconChevronDown size={14} aria-hidden />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <ActionMenuItems actions={actions.file.filter(({ id }) => id.startsWith('account.'))} />
        <Menu.Divider />
        <ActionMenuItems actions={actions.view.filter(({ id }) => id !== 'view.rail')} />
      </Menu.Dropdown>
    </Menu>
  );
}
