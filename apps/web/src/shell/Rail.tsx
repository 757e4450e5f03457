import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/I18n.tsx';
import { placesOf } from './places.ts';
import { useMe } from './useMe.ts';
import classes from './Window.module.css';

/** The places of the app, at the left; icons only where room is short. */
export function Rail({ collapsed }: { collapsed: boolean }) {
  const t = useT();
  const { role } = useMe();
  return (
    <nav className={classes.rail} aria-label={t.shell.rail} data-collapsed={collapsed || undefined}>
      {placesOf(role).map((place) => (
        <Tooltip
          key={place.to}
          label={t.shell.nav[place.name]}
          position="right"
          disabled={!collapsed}
          openDelay={150}
        >
          <Link
            to={place.to}
            className={classes.railLink}
            activeOptions={{ exact: place.to === '/' || place.to === '/admin', includeSearch: false }}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
            aria-label={t.shell.nav[place.name]}
          >
            <place.icon size={18} stroke={1.75} aria-hidden />
            {!collapsed && t.shell.nav[place.name]}
          </Link>
        </Tooltip>
      ))}
    </nav>
  );
}
