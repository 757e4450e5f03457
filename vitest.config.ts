import { defineConfig } from 'vitest/config';

const everywhere = ['packages', 'apps', 'tools'];

const ofKind = (kind: string): string[] => everywhere.map((place) => `${place}/**/*${kind}.{ts,tsx}`);

/** Three kinds of tests, told apart by their names. The last two share one PostgreSQL and one Redis per run. */
export default defineConfig({
  test: {
    pool: 'forks',
    // Two cores, and the integration tests keep PostgreSQL, Redis and Chromium busy beside themselves.
    maxWorkers: 2,
    reporters: ['default', './tools/testing/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ofKind('.test'),
          exclude: [
            '**/node_modules/**',
            '**/dist/**',
            ...ofKind('.integration.test'),
            ...ofKind('.browser.test'),
          ],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ofKind('.integration.test'),
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: './tools/testing/global-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ofKind('.browser.test'),
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['./tools/testing/global-setup.ts', './tools/testing/build-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
