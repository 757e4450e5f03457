import { localStorageColorSchemeManager } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Api } from '../api/client.ts';
import { ApiContext } from '../api/ApiContext.ts';
import { TRPCProvider } from '../api/trpc.ts';
import { I18nProvider, useT } from '../i18n/I18n.tsx';
import type { Dictionary } from '../i18n/id/index.ts';
import type { Locale } from '../i18n/locale.ts';
import { Themed } from '../theme/Themed.tsx';
import { ContextMenuProvider } from './actions/ContextMenu.tsx';
import { ActionRegistry, ActionRegistryContext } from './actions/registry.ts';
import { COLOR_SCHEME_KEY, useDensity } from './preferences.ts';
import type { AppRouterInstance } from './router.tsx';
import { NewVersion } from './NewVersion.tsx';

/** Everything that pages lean on, from the outside in. */
export function App({
  api,
  router,
  words,
}: {
  api: Api;
  router: AppRouterInstance;
  words: { locale: Locale; dictionary: Dictionary };
}) {
  const [registry] = useState(() => new ActionRegistry());
  const [colorSchemeManager] = useState(() => localStorageColorSchemeManager({ key: COLOR_SCHEME_KEY }));
  const [density] = useDensity();
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);

  return (
    <I18nProvider initial={words}>
      <Themed colorSchemeManager={colorSchemeManager}>
        <QueryClientProvider client={api.queryClient}>
          <TRPCProvider trpcClient={api.client} queryClient={api.queryClient}>
            <ApiContext value={api}>
              <ActionRegistryContext value={registry}>
                <Dialogs>
                  <ContextMenuProvider>
                    <Notifications position="bottom-right" containerWidth={380} />
                    <NewVersion />
                    <RouterProvider router={router} />
                  </ContextMenuProvider>
                </Dialogs>
              </ActionRegistryContext>
            </ApiContext>
          </TRPCProvider>
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  );
}

function Dialogs({ children }: { children: React.ReactNode }) {
  const t = useT();
  return (
    <ModalsProvider labels={{ confirm: t.common.yes, cancel: t.common.cancel }}>{children}</ModalsProvider>
  );
}
