import { z } from 'zod';

/** A 256-bit key for data at rest. The first one of the list encrypts, all of them decrypt. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

/** What the environment says, parsed. The one door to `process.env` is `readConfig(process.env)` in the boots. */
export interface Config {
  isProduction: boolean;
  databaseUrl: string;
  /** Null: queue, events and rate limits live in PostgreSQL. */
  redisUrl: string | null;
  /** 0 lets the system choose (tests). */
  port: number;
  /** The address people use, without a trailing slash: `https://siar.example.com`. */
  publicUrl: string;
  /** Further origins whose pages may call the API. */
  allowedOrigins: readonly string[];
  /** Reverse proxies in front of us whose `X-Forwarded-For` is believed. */
  trustedProxies: number;
  logLevel: LogLevel;
  encryptionKeys: readonly EncryptionKey[];
  whatsapp: {
    engine: 'web-js' | 'simulator';
    /** Of the WhatsApp simulator; null talks to the real WhatsApp. Always null in production. */
    simulatorUrl: string | null;
    /** Null: looked for on the PATH. */
    chromiumPath: string | null;
    /** PATH, where Chromium is looked for. */
    searchPath: string;
    /** Numbers that one worker holds at once. */
    maxSessions: number;
    /** The shortest pause between two messages that a tenant may choose, in milliseconds. */
    minDelayMs: number;
    /** Further arguments for Chromium, to reach the simulated page. Always empty in production. */
    testChromiumArgs: readonly string[];
  };
  /** Null: payments are not set up, and checkout says so. */
  midtrans: {
    serverKey: string;
    clientKey: string;
    isProduction: boolean;
    /** Null: Midtrans' own address. */
    baseUrl: string | null;
  } | null;
  smtpUrl: string | null;
  alertEmail: string | null;
  slackWebhookUrl: string | null;
  /** Where a worker answers `/health/*` and `/metrics`; null: nowhere. */
  workerHealthPort: number | null;
  /** Uploaded files; every API and worker process must see the same one. */
  dataDirectory: string;
  /** Calls of one address per minute before it is told to slow down. */
  apiCallsPerMinute: number;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The boot stops on this; its message is one line that names each variable in question. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const urlOf = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const wholeNumber = (range: { min: number; max: number }) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${range.min} to ${range.max}`)
    .transform(Number)
    .refine((value) => value >= range.min && value <= range.max, {
      error: `must be a whole number from ${range.min} to ${range.max}`,
    });

const origin = urlOf('http:', 'https:').transform((value) => new URL(value).origin);

const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

const KEYS_HELP = 'must be id:base64[,id:base64…] with 32 bytes each (openssl rand -base64 32)';

const encryptionKeys = z.string().transform((value, context): EncryptionKey[] => {
  const keys = value.split(',').map((entry) => {
    const [id = '', encoded = ''] = entry.trim().split(':');
    return { id, key: Buffer.from(encoded, 'base64') };
  });
  const isSound = keys.every(({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.length === 32);
  const isUnique = new Set(keys.map(({ id }) => id)).size === keys.length;
  if (!isSound || !isUnique) context.addIssue({ code: 'custom', message: KEYS_HELP });
  return keys;
});

const listOfTexts = z.string().transform((value, context) => {
  try {
    return z.array(z.string()).parse(JSON.parse(value));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON array of strings' });
    return z.NEVER;
  }
});

const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: urlOf('postgres:', 'postgresql:'),
  REDIS_URL: urlOf('redis:', 'rediss:').optional(),
  PORT: wholeNumber({ min: 0, max: 65_535 }).default(3000),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: z
    .string()
    .transform((value) => value.split(',').map((entry) => entry.trim()))
    .pipe(z.array(origin))
    .default([]),
  TRUSTED_PROXIES: wholeNumber({ min: 0, max: 10 }).default(0),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  ENCRYPTION_KEYS: encryptionKeys,
  WHATSAPP_ENGINE: z.enum(['web-js', 'simulator'], 'must be web-js or simulator').default('web-js'),
  WHATSAPP_SIMULATOR_URL: urlOf('http:', 'https:').optional(),
  CHROMIUM_PATH: z.string().optional(),
  PATH: z.string().default(''),
  MIN_DELAY_MS: wholeNumber({ min: 0, max: 3_600_000 }).optional(),
  WHATSAPP_TEST_CHROMIUM_ARGS: listOfTexts.default([]),
  MAX_WHATSAPP_SESSIONS: wholeNumber({ min: 1, max: 1_000 }).default(20),
  MIDTRANS_SERVER_KEY: z.string().optional(),
  MIDTRANS_CLIENT_KEY: z.string().optional(),
  MIDTRANS_IS_PRODUCTION: flag.default(false),
  MIDTRANS_BASE_URL: urlOf('http:', 'https:').optional(),
  SMTP_URL: urlOf('smtp:', 'smtps:').optional(),
  ALERT_EMAIL: z.email('must be an e-mail address').optional(),
  SLACK_WEBHOOK_URL: urlOf('https:').optional(),
  WORKER_HEALTH_PORT: wholeNumber({ min: 0, max: 65_535 }).optional(),
  DATA_DIR: z.string().default('.siar/data'),
  API_CALLS_PER_MINUTE: wholeNumber({ min: 1, max: 1_000_000 }).default(3_000),
});

type Environment = z.infer<typeof environment>;

/** Parses the environment; an empty value counts as unset. Throws ConfigError. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues
        .map((issue) => {
          const name = String(issue.path[0]);
          return `${name} ${name in given ? issue.message : 'is missing'}`;
        })
        .join('; '),
    );
  }
  const values = parsed.data;
  const isProduction = values.NODE_ENV === 'production';
  const problem = contradictionIn(values, isProduction);
  if (problem !== null) throw new ConfigError(problem);
  return toConfig(values, isProduction);
}

/** What is well-formed by itself and wrong together; null when nothing is. */
function contradictionIn(values: Environment, isProduction: boolean): string | null {
  if (isProduction && values.WHATSAPP_ENGINE === 'simulator') {
    return 'WHATSAPP_ENGINE must be web-js with NODE_ENV=production';
  }
  if (isProduction && values.WHATSAPP_SIMULATOR_URL !== undefined) {
    return 'WHATSAPP_SIMULATOR_URL must not be set with NODE_ENV=production';
  }
  if (isProduction && values.WHATSAPP_TEST_CHROMIUM_ARGS.length > 0) {
    return 'WHATSAPP_TEST_CHROMIUM_ARGS must not be set with NODE_ENV=production';
  }
  if (isProduction && values.PUBLIC_URL === undefined) return 'PUBLIC_URL is missing';
  if (values.WHATSAPP_ENGINE === 'simulator' && values.WHATSAPP_SIMULATOR_URL === undefined) {
    return 'WHATSAPP_SIMULATOR_URL is missing (WHATSAPP_ENGINE is simulator)';
  }
  if ((isProduction || values.MIDTRANS_IS_PRODUCTION) && values.MIDTRANS_BASE_URL !== undefined) {
    return 'MIDTRANS_BASE_URL must not be set in production';
  }
  if ((values.MIDTRANS_SERVER_KEY === undefined) !== (values.MIDTRANS_CLIENT_KEY === undefined)) {
    const missing = values.MIDTRANS_SERVER_KEY === undefined ? 'MIDTRANS_SERVER_KEY' : 'MIDTRANS_CLIENT_KEY';
    return `${missing} is missing (its pair is set)`;
  }
  return null;
}

function toConfig(values: Environment, isProduction: boolean): Config {
  return {
    isProduction,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL ?? null,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustedProxies: values.TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL,
    encryptionKeys: values.ENCRYPTION_KEYS,
    whatsapp: {
      engine: values.WHATSAPP_ENGINE,
      simulatorUrl: values.WHATSAPP_SIMULATOR_URL ?? null,
      chromiumPath: values.CHROMIUM_PATH ?? null,
      searchPath: values.PATH,
      maxSessions: values.MAX_WHATSAPP_SESSIONS,
      // The simulator minds no haste; a real number that hurries is soon no number any more.
      minDelayMs: values.MIN_DELAY_MS ?? (values.WHATSAPP_SIMULATOR_URL === undefined ? 1_000 : 0),
      testChromiumArgs: values.WHATSAPP_TEST_CHROMIUM_ARGS,
    },
    midtrans: midtransOf(values),
    smtpUrl: values.SMTP_URL ?? null,
    alertEmail: values.ALERT_EMAIL ?? null,
    slackWebhookUrl: values.SLACK_WEBHOOK_URL ?? null,
    workerHealthPort: values.WORKER_HEALTH_PORT ?? null,
    dataDirectory: values.DATA_DIR,
    apiCallsPerMinute: values.API_CALLS_PER_MINUTE,
  };
}

function midtransOf(values: Environment): Config['midtrans'] {
  if (values.MIDTRANS_SERVER_KEY === undefined || values.MIDTRANS_CLIENT_KEY === undefined) return null;
  return {
    serverKey: values.MIDTRANS_SERVER_KEY,
    clientKey: values.MIDTRANS_CLIENT_KEY,
    isProduction: values.MIDTRANS_IS_PRODUCTION,
    baseUrl: values.MIDTRANS_BASE_URL ?? null,
  };
}
