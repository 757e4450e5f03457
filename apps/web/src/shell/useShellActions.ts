import { useMantineColorScheme } from '@mantine/core';
import {
  IconBook2,
  IconBaselineDensityMedium,
  IconClipboardText,
  IconFileImport,
  IconKeyboard,
  IconLanguage,
  IconLayoutSidebar,
  IconLogout,
  IconRowInsertBottom,
  IconSend,
  IconSettings,
  IconSun,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTRPC, useTRPCClient } from '../api/trpc.ts';
import type { AppAction } from '../app/actions/action.ts';
import { useDensity, useRailCollapsed } from '../app/preferences.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { placesOf } from './places.ts';
import { useLogout } from './useLogout.ts';
import { useMe } from './useMe.ts';

/** What can be done anywhere, by where it stands in the menubar. */
export interface ShellActions {
  go: AppAction[];
  file: AppAction[];
  blast: AppAction[];
  contacts: AppAction[];
  view: AppAction[];
  help: AppAction[];
}

export function useShellActions({ showShortcuts }: { showShortcuts: () => void }): ShellActions {
  const me = useMe();
  const { t, locale, setLocale } = useI18n();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const logout = useLogout();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const [, setCollapsed] = useRailCollapsed();

  const switchLanguage = useCallback(() => {
    const next = locale === 'id' ? 'en' : 'id';
    setLocale(next);
    // The account remembers it, too; a refusal costs nothing but that.
    void client.auth.updateMe
      .mutate({ locale: next })
      .then(() => queryClient.invalidateQueries({ queryKey: trpc.auth.me.pathKey() }))
      .catch(() => undefined);
  }, [locale, setLocale, client, queryClient, trpc]);

  return useMemo(() => {
    const { nav, actions } = t.shell;
    const isAdmin = me.role === 'ADMIN';
    const goTo = (to: string) => () => void router.navigate({ to });
    const places = placesOf(me.role).map(({ to, name, icon, key }): AppAction => ({
      id: `go.${name}`,
      label: nav[name],
      icon,
      keys: `g ${key}`,
      run: goTo(to),
    }));
    const newBlast: AppAction = {
      id: 'blast.new',
      label: actions.newBlast,
      icon: IconSend,
      keys: 'n',
      run: goTo('/blasts/new'),
    };
    const importContacts: AppAction = {
      id: 'contacts.import',
      label: actions.importContacts,
      icon: IconFileImport,
      run: goTo('/contacts/import'),
    };
    const openContacts = (dialog: 'add' | 'paste') => () =>
      void router.navigate({ to: '/contacts', search: { dialog } });
    return {
      go: places,
      file: [
        ...(isAdmin ? [] : [newBlast, importContacts]),
        {
          id: 'account.open',
          label: actions.account,
          icon: IconSettings,
          keys: 'mod+,',
          run: goTo('/account'),
        },
        { id: 'account.logout', label: actions.logout, icon: IconLogout, run: logout },
      ],
      blast: isAdmin
        ? []
        : [
            newBlast,
            {
              id: 'template.new',
              label: actions.newTemplate,
              icon: IconClipboardText,
              run: goTo('/templates/new'),
            },
          ],
      contacts: isAdmin
        ? []
        : [
            { id: 'contacts.add', label: actions.addContact, icon: IconUserPlus, run: openContacts('add') },
            {
              id: 'contacts.paste',
              label: actions.pasteNumbers,
              icon: IconRowInsertBottom,
              run: openContacts('paste'),
            },
            importContacts,
          ],
      view: [
        {
          id: 'view.theme',
          label: actions.theme,
          icon: IconSun,
          also: `${actions.themeDark} ${actions.themeLight} dark light`,
          run: () => setColorScheme(isDark(colorScheme) ? 'light' : 'dark'),
        },
        {
          id: 'view.density',
          label: density === 'compact' ? actions.densityComfortable : actions.densityCompact,
          icon: IconBaselineDensityMedium,
          run: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
        },
        {
          id: 'view.rail',
          label: actions.toggleRail,
          icon: IconLayoutSidebar,
          keys: 'mod+b',
          run: () => setCollapsed((collapsed) => !collapsed),
        },
        {
          id: 'view.language',
          label: actions.language,
          icon: IconLanguage,
          also: 'bahasa language english indonesia',
          run: switchLanguage,
        },
      ],
      help: [
        {
          id: 'help.shortcuts',
          label: actions.shortcuts,
          icon: IconKeyboard,
          keys: '?',
          run: showShortcuts,
        },
        {
          id: 'help.api',
          label: actions.apiDocs,
          icon: IconBook2,
          run: () => window.open('/api/docs', '_blank', 'noopener'),
        },
      ],
    };
  }, [
    me.role,
    t,
    router,
    logout,
    colorScheme,
    setColorScheme,
    density,
    setDensity,
    setCollapsed,
    switchLanguage,
    showShortcuts,
  ]);
}

/** `auto` counts as what the system shows. */
function isDark(scheme: 'light' | 'dark' | 'auto'): boolean {
  return scheme === 'auto' ? window.matchMedia('(prefers-color-scheme: dark)').matches : scheme === 'dark';
}
