import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { compressed } from './build-compressed.ts';

const API = process.env['SIAR_API_URL'] ?? 'http://127.0.0.1:3000';
/** Answered by the API process, never by the service worker. */
const SERVER_PATHS = ['/trpc', '/api', '/health', '/metrics', '/webhooks'];

export default defineConfig({
  plugins: [
    react(),
    compressed(),
    VitePWA({
      // A new version waits until the person says so: nobody loses a half-written blast to a reload.
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['icon.svg', 'apple-touch-icon.png', 'color-scheme.js'],
      manifest: {
        id: '/',
        name: 'Siar',
        short_name: 'Siar',
        description: 'Siaran WhatsApp dengan tempo yang wajar',
        lang: 'id',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        display_override: ['window-controls-overlay', 'standalone'],
        theme_color: '#f6f6f9',
        background_color: '#f6f6f9',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
        shortcuts: [
          { name: 'Blast baru', url: '/blasts/new' },
          { name: 'Kontak', url: '/contacts' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2}'],
        // Only the Latin cuts of Inter are worth the bytes offline.
        globIgnores: ['**/inter-{cyrillic,greek,vietnamese}*'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: SERVER_PATHS.map((path) => new RegExp(`^${path}(/|$)`)),
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 900 },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      SERVER_PATHS.map((path) => [path, { target: API, changeOrigin: false, ws: path === '/trpc' }]),
    ),
  },
});
