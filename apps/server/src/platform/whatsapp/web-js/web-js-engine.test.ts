import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createSilentLogger } from '../../logger.ts';
import { createMemoryCredentialStore } from '../credentials/credential-store.ts';
import { createEngineRecorder } from '../testing/engine-recorder.ts';
import { findChromium } from './chromium.ts';
import { createWebJsEngineFactory } from './web-js-engine.ts';

const options = {
  logger: createSilentLogger(),
  chromiumPath: '/nowhere/chromium',
  searchPath: '',
  profileRoot: tmpdir(),
  isProduction: false,
};

describe('the web-js engine, before any browser', () => {
  it('says that there is no Chromium', async () => {
    const told = createEngineRecorder({ timeoutMs: 1_000 });
    const credentials = createMemoryCredentialStore();
    const engine = createWebJsEngineFactory(options).open({
      sessionId: 's',
      credentials,
      onEvent: told.onEvent,
    });
    await engine.start();
    expect(await told.state('FAILED')).toMatchObject({ reason: 'browser_unavailable' });
    await engine.close();
  });

  it('refuses test arguments in production', () => {
    const build = () =>
      createWebJsEngineFactory({
        ...options,
        isProduction: true,
        testChromiumArgs: ['--host-resolver-rules=…'],
      });
    expect(build).toThrow('WHATSAPP_TEST_CHROMIUM_ARGS');
  });

  it('finds no Chromium on an empty PATH', () => {
    expect(findChromium({ chromiumPath: null, searchPath: '' })).toBeNull();
  });
});
