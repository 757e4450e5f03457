import { isIPv6 } from 'node:net';
import { DomainError } from '@siar/shared';
import { type Limiter, type LimitRule, type RateLimits, waitOf } from '../../platform/rate-limit.ts';
import { hashToken } from './login-sessions.ts';

const QUARTER_HOUR = 15 * 60;

/** Tries are counted before they are made, so that parallel guesses do not slip through; a success is given back. */
export const LOGIN_LIMITS = {
  loginByAccount: { name: 'login-account', points: 10, seconds: QUARTER_HOUR },
  loginByAddress: { name: 'login-address', points: 50, seconds: QUARTER_HOUR },
  /** Answers `email_taken` are the only ones kept: they are what somebody who fishes for e-mails wants. */
  registerByAddress: { name: 'register-address', points: 10, seconds: QUARTER_HOUR },
  accountsByAddress: { name: 'accounts-address', points: 200, seconds: 60 * 60 },
  passwordByUser: { name: 'password-user', points: 10, seconds: QUARTER_HOUR },
} as const satisfies Record<string, LimitRule>;

export interface LoginLimits {
  /** @throws DomainError rate_limited, whether the e-mail exists or not, and whether the password is right or not */
  beforeLogin(input: { email: string; address: string }): Promise<void>;
  afterLogin(input: { email: string; address: string }): Promise<void>;
  beforeRegister(input: { address: string }): Promise<void>;
  afterRegister(input: { address: string }): Promise<void>;
  beforePasswordChange(input: { userId: string }): Promise<void>;
  afterPasswordChange(input: { userId: string }): Promise<void>;
}

export function createLoginLimits({
  rateLimits,
}: {
  rateLimits: Pick<RateLimits, 'createLimiter'>;
}): LoginLimits {
  const createLimiter = (rule: LimitRule): Limiter => rateLimits.createLimiter(rule);
  const loginByAccount = createLimiter(LOGIN_LIMITS.loginByAccount);
  const loginByAddress = createLimiter(LOGIN_LIMITS.loginByAddress);
  const registerByAddress = createLimiter(LOGIN_LIMITS.registerByAddress);
  const accountsByAddress = createLimiter(LOGIN_LIMITS.accountsByAddress);
  const passwordByUser = createLimiter(LOGIN_LIMITS.passwordByUser);

  return {
    async beforeLogin({ email, address }) {
      await consume(loginByAddress, networkOf(address));
      await consume(loginByAccount, hashToken(email));
    },
    async afterLogin({ email, address }) {
      await loginByAccount.delete(hashToken(email));
      await loginByAddress.reward(networkOf(address));
    },
    async beforeRegister({ address }) {
      await consume(registerByAddress, networkOf(address));
      await consume(accountsByAddress, networkOf(address));
    },
    async afterRegister({ address }) {
      await registerByAddress.reward(networkOf(address));
    },
    async beforePasswordChange({ userId }) {
      await consume(passwordByUser, userId);
    },
    async afterPasswordChange({ userId }) {
      await passwordByUser.delete(userId);
    },
  };
}

async function consume(limiter: Limiter, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    const waitMs = waitOf(error);
    if (waitMs === null) throw error; // the store is away
    throw new DomainError('rate_limited', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
}

/** An IPv6 customer holds a /64 of addresses and counts as one; IPv4 counts by address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /:((?:\d+\.){3}\d+)$/.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
