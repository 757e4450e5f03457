import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWhatsAppSimulator } from '@siar/simulators/whatsapp';
import { createSilentLogger } from '../../logger.ts';
import { describeWhatsAppEngine } from '../whatsapp-engine.contract.ts';
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
    leftovers: async () => [...(await readdir(profileRoot)), ...(await browsersOf(profileRoot))],
    async stop() {
      await simulator.stop();
      await rm(profileRoot, { recursive: true, force: true });
    },
  };
});

/** Command lines of processes that run on a profile below the folder. */
async function browsersOf(profileRoot: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines
    .filter((line) => line.includes(`--user-data-dir=${profileRoot}`))
    .map((line) => line.slice(0, 200));
}
