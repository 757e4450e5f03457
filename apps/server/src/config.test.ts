import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const sound = { DATABASE_URL: 'postgres://siar@localhost/siar', ENCRYPTION_KEYS: `k1:${KEY}` };
const production = { ...sound, NODE_ENV: 'production', PUBLIC_URL: 'https://siar.example.com' };

function messageOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('the environment', () => {
  it('needs only a database and a key', () => {
    expect(readConfig(sound)).toMatchObject({
      isProduction: false,
      port: 3000,
      publicUrl: 'http://localhost:3000',
      redisUrl: null,
      midtrans: null,
      whatsapp: { engine: 'web-js', simulatorUrl: null, testChromiumArgs: [] },
    });
  });

  it('counts an empty value as unset', () => {
    expect(readConfig({ ...sound, REDIS_URL: '', PORT: '' })).toMatchObject({ redisUrl: null, port: 3000 });
  });

  it.each([
    [{ DATABASE_URL: '' }, 'DATABASE_URL is missing'],
    [{ ENCRYPTION_KEYS: '' }, 'ENCRYPTION_KEYS is missing'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be a URL that begins with postgres:'],
    [{ REDIS_URL: 'localhost:6379' }, 'REDIS_URL must be a URL'],
    [{ PORT: '65536' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '3e3' }, 'PORT must be a whole number'],
    [{ PUBLIC_URL: 'siar.example.com' }, 'PUBLIC_URL must be a URL'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ ENCRYPTION_KEYS: `k1:${KEY.slice(4)}` }, 'ENCRYPTION_KEYS must be id:base64'],
    [{ ENCRYPTION_KEYS: `k1:${KEY},k1:${KEY}` }, 'ENCRYPTION_KEYS must be id:base64'],
    [{ ENCRYPTION_KEYS: KEY }, 'ENCRYPTION_KEYS must be id:base64'],
    [{ WHATSAPP_ENGINE: 'telegram' }, 'WHATSAPP_ENGINE must be web-js or simulator'],
    [{ WHATSAPP_ENGINE: 'simulator' }, 'WHATSAPP_SIMULATOR_URL is missing'],
    [{ WHATSAPP_TEST_CHROMIUM_ARGS: '--no-sandbox' }, 'WHATSAPP_TEST_CHROMIUM_ARGS must be a JSON array'],
    [{ MIDTRANS_SERVER_KEY: 'x' }, 'MIDTRANS_CLIENT_KEY is missing'],
    [{ MIDTRANS_IS_PRODUCTION: 'yes' }, 'MIDTRANS_IS_PRODUCTION must be true or false'],
    [{ ALERT_EMAIL: 'nobody' }, 'ALERT_EMAIL must be an e-mail address'],
  ])('refuses %o in one line that names it', (change, expected) => {
    const message = messageOf({ ...sound, ...change });
    expect(message).toContain(expected);
    expect(message).not.toContain('\n');
  });

  it('names everything that is wrong at once', () => {
    expect(messageOf({ PORT: 'x' })).toMatch(/DATABASE_URL.*; PORT.*; ENCRYPTION_KEYS/);
  });

  it('never says the value of a secret', () => {
    expect(messageOf({ ...sound, ENCRYPTION_KEYS: 'rahasia:abc' })).not.toContain('rahasia');
    expect(messageOf({ ...sound, DATABASE_URL: 'mysql://u:rahasia@h' })).not.toContain('rahasia');
  });

  it.each([
    [{ WHATSAPP_ENGINE: 'simulator', WHATSAPP_SIMULATOR_URL: 'http://localhost:1' }, 'WHATSAPP_ENGINE'],
    [{ WHATSAPP_SIMULATOR_URL: 'http://localhost:1' }, 'WHATSAPP_SIMULATOR_URL'],
    [{ WHATSAPP_TEST_CHROMIUM_ARGS: '["--x"]' }, 'WHATSAPP_TEST_CHROMIUM_ARGS'],
    [{ MIDTRANS_BASE_URL: 'http://localhost:1' }, 'MIDTRANS_BASE_URL'],
    [{ PUBLIC_URL: '' }, 'PUBLIC_URL'],
  ])('has no way to a stand-in in production: %o', (change, name) => {
    expect(messageOf(production)).toBe('accepted');
    expect(messageOf({ ...production, ...change })).toContain(name);
  });

  it('encrypts with the first key and keeps the others to decrypt', () => {
    const other = Buffer.alloc(32, 2);
    const { encryptionKeys } = readConfig({
      ...sound,
      ENCRYPTION_KEYS: `new:${KEY},old:${other.toString('base64')}`,
    });
    expect(encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(encryptionKeys[1]?.key.equals(other)).toBe(true);
  });

  it('takes the origin of an address, whatever path stands behind it', () => {
    expect(readConfig({ ...sound, PUBLIC_URL: 'https://siar.example.com/app/' }).publicUrl).toBe(
      'https://siar.example.com',
    );
  });
});
