import { type Database, Prisma } from '@siar/db';
import { DomainError, notFound } from '@siar/shared';
import type { Caller } from '../../http/trpc.ts';
import type { EventBus } from '../../platform/events/index.ts';
import { type ApiKeyService, isApiKey } from './api-keys.service.ts';
import { recordAudit } from './audit.ts';
import { type Person, toPerson } from './auth.schemas.ts';
import type { LoginLimits } from './login-limits.ts';
import { hashToken, type LoginSessions } from './login-sessions.ts';
import { hashPassword, isPasswordRight } from './passwords.ts';

export interface AuthService {
  /** Whom a login token or API key belongs to; null when to nobody, or to a deactivated account. */
  authenticate(bearer: string): Promise<Caller | null>;
  /** @throws email_taken, password_too_long, invalid_input, rate_limited */
  register(input: {
    email: string;
    password: string;
    name: string;
    address: string;
  }): Promise<{ user: Person }>;
  /** @throws invalid_credentials, account_inactive (only with the right password), rate_limited */
  login(input: {
    email: string;
    password: string;
    address: string;
    userAgent: string | null;
  }): Promise<{ user: Person; token: string }>;
  /** Ends one login; an API key has none, and nothing happens. */
  logout(input: { userId: string; loginSessionId: string | null }): Promise<void>;
  /** Ends all logins of the person, this one too. API keys go on: they are revoked one by one. */
  logoutEverywhere(input: { userId: string; address: string }): Promise<void>;
  /** For the sweep: logins whose time is over and whose token nobody will present again. */
  deleteExpiredLogins(): Promise<void>;
  /** The other logins end. @throws invalid_credentials, password_too_long, rate_limited */
  changePassword(input: {
    userId: string;
    loginSessionId: string;
    currentPassword: string;
    newPassword: string;
    address: string;
  }): Promise<void>;
}

export function createAuthService({
  db,
  loginSessions,
  apiKeys,
  limits,
  events,
}: {
  db: Database;
  loginSessions: LoginSessions;
  apiKeys: ApiKeyService;
  limits: LoginLimits;
  events: Pick<EventBus, 'publish'>;
}): AuthService {
  const { prisma } = db;
  return {
    deleteExpiredLogins: () => loginSessions.deleteExpiredSessions(),

    async authenticate(bearer) {
      if (isApiKey(bearer)) return apiKeys.authenticate(bearer);
      const { user } = await loginSessions.validateSession(bearer);
      if (user?.deactivatedAt !== null) return null; // nobody's, or a deactivated person's
      const { id, email, name, role } = user;
      return { id, email, name, role, loginSessionId: hashToken(bearer) };
    },

    async register({ email, password, name, address }) {
      await limits.beforeRegister({ address });
      if ((await prisma.user.count({ where: { email } })) > 0) throw new DomainError('email_taken');
      const passwordHash = await hashPassword(password);
      const user = await prisma.user.create({ data: { email, name, passwordHash } }).catch(throwEmailTaken);
      await limits.afterRegister({ address });
      return { user: toPerson(user) };
    },

    async login({ email, password, address, userAgent }) {
      await limits.beforeLogin({ email, address });
      const user = await prisma.user.findUnique({ where: { email } });
      const isRight = await isPasswordRight({ password, passwordHash: user?.passwordHash ?? null });
      if (user === null || !isRight) throw new DomainError('invalid_credentials');
      if (user.deactivatedAt !== null) throw new DomainError('account_inactive');
      await limits.afterLogin({ email, address });
      const session = await loginSessions.createSession(user.id, {
        userAgent: userAgent?.slice(0, 500) ?? null,
      });
      await recordAudit(prisma, { actorId: user.id, userId: user.id, action: 'auth.login', address });
      return { user: toPerson(user), token: session.id };
    },

    async logout({ userId, loginSessionId }) {
      if (loginSessionId === null) return;
      await prisma.loginSession.deleteMany({ where: { id: loginSessionId, userId } });
      events.publish({ type: 'login.revoked', userId });
    },

    async logoutEverywhere({ userId, address }) {
      await prisma.$transaction(async (tx) => {
        await tx.loginSession.deleteMany({ where: { userId } });
        await recordAudit(tx, { actorId: userId, userId, action: 'auth.logged_out_everywhere', address });
      });
      events.publish({ type: 'login.revoked', userId });
    },

    async changePassword({ userId, loginSessionId, currentPassword, newPassword, address }) {
      await limits.beforePasswordChange({ userId });
      const user = await prisma.user.findUnique({ where: { id: userId } });
      if (user === null) throw notFound('user');
      const isRight = await isPasswordRight({ password: currentPassword, passwordHash: user.passwordHash });
      if (!isRight) throw new DomainError('invalid_credentials');
      const passwordHash = await hashPassword(newPassword);
      await prisma.$transaction(async (tx) => {
        await tx.user.update({ where: { id: userId }, data: { passwordHash } });
        await tx.loginSession.deleteMany({ where: { userId, id: { not: loginSessionId } } });
        await recordAudit(tx, { actorId: userId, userId, action: 'auth.password_changed', address });
      });
      await limits.afterPasswordChange({ userId });
      events.publish({ type: 'login.revoked', userId });
    },
  };
}

/** Two people registered the same e-mail in the same instant; the database let one of them through. */
export function throwEmailTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    throw new DomainError('email_taken', {}, { cause: error });
  }
  throw error;
}
