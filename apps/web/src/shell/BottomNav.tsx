import { Menu, UnstyledButton } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { AppAction } from '../app/actions/action.ts';
import { ActionMenuItems } from '../app/actions/ActionMenuItems.tsx';
import { useT } from '../i18n/I18n.tsx';
import { placesOf } from './places.ts';
import { useMe } from './useMe.ts';
import classes from './Window.module.css';

/** What a thumb reaches on a phone; the other places stand behind the last button. */
const SHOWN: readonly string[] = [
  '/',
  '/blasts',
  '/contacts',
  '/whatsapp',
  '/admin',
  '/admin/users',
  '/admin/numbers',
];

export function BottomNav({ go, file, view }: { go: AppAction[]; file: AppAction[]; view: AppAction[] }) {
  const t = useT();
  const { role } = useMe();
  const places = placesOf(role);
  const shown = places.filter(({ to }) => SHOWN.includes(to));
  const hidden = places.filter(({ to }) => !SHOWN.includes(to)).map(({ name }) => `go.${name}`);
  const plain = (actions: AppAction[]) => actions.map(({ keys: _keys, ...action }) => action);
  return (
    <nav className={classes.bottom} aria-label={t.shell.rail}>
      {shown.map((place) => (
        <Link
          key={place.to}
          to={place.to}
          className={classes.bottomLink}
          activeOptions={{ exact: place.to === '/' || place.to === '/admin', includeSearch: false }}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
        >
          <place.icon size={20} stroke={1.75} aria-hidden />
          {t.shell.nav[place.name]}
        </Link>
      ))}
      <Menu position="top-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.bottomLink}>
            <IconMenu2 size={20} stroke={1.75} aria-hidden />
            {t.common.more}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <ActionMenuItems actions={plain(go.filter(({ id }) => hidden.includes(id)))} />
          <Menu.Divider />
          <ActionMenuItems actions={plain(view.filter(({ id }) => id !== 'view.rail'))} />
          <Menu.Divider />
          <ActionMenuItems actions={plain(file.filter(({ id }) => id.startsWith('account.')))} />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
