import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWhatsAppSimulator } from '@siar/simulators/whatsapp';
import { createSilentLogger } from '../../logger.ts';
import { describeWhatsAppEngine } from '../whatsapp-engine.contract.ts';
import { browsersOf } from './testing/browsers.ts';
import { createWebJsEngineFactory } from './web-js-engine.ts';

describeWhatsAppEngine('web-js', async () => {
  const simulator = await startWhatsAppSimulator();
  const profileRoot = await mkdtemp(join(tmpdir(), 'siar-web-js-'));
  return {
    factory: createWebJsEngineFactory({
      logger: createSilentLogger(),
      chromiumPath: process.env['CHROMIUM_PATH'] ?? null,
      searchPath: process.env['PATH'] ?? '',
      profileRoot,
      testChromiumArgs: simulator.chromiumArgs,
      isProduction: false,
      timing: { backupDelayMs: 200, readyWatchMs: 1_000 },
    }),
    simulatorUrl: simulator.url,
    leftovers: async () => [
      ...(await readdir(profileRoot)),
      ...(await browsersOf(profileRoot)).map(({ command }) => command.slice(0, 200)),
    ],
    async stop() {
      await simulator.stop();
      await rm(profileRoot, { recursive: true, force: true });
    },
  };
});
