import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import type { Config } from '../../config.ts';
import type { Logger } from '../logger.ts';
import type { WhatsAppEngineFactory } from './engine.ts';
import { createSimulatorEngineFactory } from './simulator/simulator-engine.ts';
import { createWebJsEngineFactory } from './web-js/web-js-engine.ts';

/**
 * The engine that WHATSAPP_ENGINE names.
 *
 * @param searchPath the PATH, where Chromium is looked for without CHROMIUM_PATH
 */
export function createWhatsAppEngineFactory({
  config: { whatsapp, isProduction },
  searchPath,
  logger,
}: {
  config: Pick<Config, 'whatsapp' | 'isProduction'>;
  searchPath: string;
  logger: Logger;
}): WhatsAppEngineFactory {
  if (whatsapp.engine === 'simulator') {
    if (whatsapp.simulatorUrl === null) throw new Error('WHATSAPP_SIMULATOR_URL is missing');
    return createSimulatorEngineFactory({ url: whatsapp.simulatorUrl, logger });
  }
  const { chromiumPath, testChromiumArgs } = whatsapp;
  // Scratch: what must last lies in PostgreSQL. Chromium's profile wants a local disk, not a shared one.
  const profileRoot = join(tmpdir(), `siar-whatsapp-${getuid?.() ?? 'profiles'}`);
  return createWebJsEngineFactory({
    logger,
    chromiumPath,
    searchPath,
    profileRoot,
    testChromiumArgs,
    isProduction,
  });
}
