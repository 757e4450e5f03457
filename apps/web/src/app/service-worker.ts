/**
 * Installs the service worker (vite-plugin-pwa's, with registerType "prompt": a new one waits until it is told).
 *
 * @param onWaiting a newer Siar is ready; `use` puts it in charge and reloads
 */
export async function installServiceWorker(onWaiting: (use: () => void) => void): Promise<void> {
  // Behind a plain http address there is none; the app works without.
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.register('/sw.js', { scope: '/' });
  const offer = () => {
    const { waiting } = registration;
    // The very first one takes over nothing.
    if (waiting === null || serviceWorker.controller === null) return;
    onWaiting(() => {
      serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
      waiting.postMessage({ type: 'SKIP_WAITING' });
    });
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
}
