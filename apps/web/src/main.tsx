import './zod-without-eval.ts';
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { createAppRouter } from './app/router.tsx';
import { createApi } from './api/client.ts';
import { loadDictionary } from './i18n/I18n.tsx';
import { firstLocale } from './i18n/locale.ts';

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  const locale = firstLocale();
  const dictionary = await loadDictionary(locale);
  const api = createApi({
    onLoggedOut: () => {
      api.queryClient.clear();
      void router.invalidate();
    },
  });
  const router = createAppRouter(api);
  createRoot(root).render(
    <StrictMode>
      <App api={api} router={router} words={{ locale, dictionary }} />
    </StrictMode>,
  );
}

void start();
