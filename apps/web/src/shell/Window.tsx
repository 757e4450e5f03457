import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { IconSearch } from '@tabler/icons-react';
import type { AppAction } from '../app/actions/action.ts';
import { useActions } from '../app/actions/registry.ts';
import { useShortcuts } from '../app/actions/shortcuts.ts';
import { useRailCollapsed, useViewport } from '../app/preferences.ts';
import { PageComing } from '../components/states.tsx';
import { useI18n } from '../i18n/I18n.tsx';
import { BottomNav } from './BottomNav.tsx';
import { ConnectionContext, Rates, RatesContext } from './live.ts';
import { Rail } from './Rail.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useBlastNotices } from './useBlastNotices.ts';
import { useLiveFeed } from './useLiveFeed.ts';
import { useMe } from './useMe.ts';
import { useShellActions } from './useShellActions.ts';
import classes from './Window.module.css';

const CommandPalette = lazy(() =>
  import('./CommandPalette.tsx').then((module) => ({ default: module.CommandPalette })),
);
const ShortcutsHelp = lazy(() =>
  import('./ShortcutsHelp.tsx').then((module) => ({ default: module.ShortcutsHelp })),
);

/** The program's window: menubar above, rail at the left, panes in the middle, status bar below. */
export function Window() {
  const me = useMe();
  const { t, locale, setLocale, setTimeZone } = useI18n();
  const viewport = useViewport();
  const [collapsed] = useRailCollapsed();
  const [rates] = useState(() => new Rates());
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const connection = useLiveFeed({ isTenant: me.role === 'USER' });

  // The account's language and time zone win over what the browser guessed.
  useEffect(() => setTimeZone(me.timeZone), [me.timeZone, setTimeZone]);
  useEffect(() => {
    if (me.locale === 'id' || me.locale === 'en') setLocale(me.locale);
  }, [me.locale, setLocale]);

  const showShortcuts = useMemo(() => () => setHelp(true), []);
  const actions = useShellActions({ showShortcuts });
  const openPalette: AppAction = {
    id: 'palette.open',
    label: t.shell.palette.title,
    icon: IconSearch,
    keys: 'mod+k',
    run: () => setPalette(true),
  };
  useActions('go', actions.go);
  useActions(
    'do',
    unique([
      ...actions.blast,
      ...actions.contacts,
      ...actions.file,
      ...actions.view,
      ...actions.help,
      openPalette,
    ]),
  );
  useShortcuts();

  return (
    <ConnectionContext value={connection}>
      <RatesContext value={rates}>
        <div
          className={classes.window}
          data-viewport={viewport}
          data-rail={railOf(viewport, collapsed)}
          lang={locale}
        >
          <a href="#content" className={classes.skip}>
            {t.shell.skipToContent}
          </a>
          <TitleBar actions={actions} onPalette={() => setPalette(true)} />
          {viewport === 'phone' ? (
            <BottomNav go={actions.go} file={actions.file} view={actions.view} />
          ) : (
            <Rail collapsed={collapsed || viewport === 'tablet'} />
          )}
          <main id="content" className={classes.content} tabIndex={-1}>
            <Suspense fallback={<PageComing />}>
              <Outlet />
            </Suspense>
          </main>
          <StatusBar />
        </div>
        {me.role === 'USER' && <Notices />}
        <Suspense fallback={null}>
          {palette && <CommandPalette onClose={() => setPalette(false)} />}
          {help && <ShortcutsHelp onClose={() => setHelp(false)} />}
        </Suspense>
      </RatesContext>
    </ConnectionContext>
  );
}

function Notices() {
  useBlastNotices();
  return null;
}

const railOf = (viewport: string, collapsed: boolean) =>
  viewport === 'phone' ? 'none' : collapsed || viewport === 'tablet' ? 'narrow' : 'full';

function unique(actions: AppAction[]): AppAction[] {
  return [...new Map(actions.map((action) => [action.id, action])).values()];
}
