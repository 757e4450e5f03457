import { createHash } from 'node:crypto';
import { PrismaAdapter } from '@lucia-auth/adapter-prisma';
import type { Database, User } from '@siar/db';
import { type Adapter, Lucia, TimeSpan } from 'lucia';

/** A login lasts this long after it was last used in its second half. */
export const LOGIN_LIFETIME_DAYS = 30;

interface LoginAttributes {
  userAgent: string | null;
}

type PublicUser = Pick<User, 'email' | 'name' | 'role' | 'deactivatedAt'>;

export type LoginSessions = Lucia<LoginAttributes, PublicUser>;

declare module 'lucia' {
  interface Register {
    Lucia: LoginSessions;
    UserId: string;
    DatabaseUserAttributes: Omit<User, 'id'>;
    DatabaseSessionAttributes: LoginAttributes;
  }
}

/** Lucia's sessions are our login sessions; the id it hands out is the token and never reaches the database. */
export function createLoginSessions({ db }: { db: Database }): LoginSessions {
  const { prisma } = db;
  return new Lucia(hashedIds({ inner: new PrismaAdapter(prisma.loginSession, prisma.user), db }), {
    sessionExpiresIn: new TimeSpan(LOGIN_LIFETIME_DAYS, 'd'),
    getSessionAttributes: ({ userAgent }) => ({ userAgent }),
    getUserAttributes: ({ email, name, role, deactivatedAt }) => ({ email, name, role, deactivatedAt }),
  });
}

/** What stands in the database for a token: a copy of the table logs nobody in. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Lucia 3 stores the token itself. Here every id is hashed on its way in; what comes back bears the token that
 * was asked with, because Lucia uses that id for its next call. Lists (`getUserSessions`) bear hashes.
 */
function hashedIds({ inner, db }: { inner: Adapter; db: Database }): Adapter {
  return {
    async getSessionAndUser(token) {
      const [session, user] = await inner.getSessionAndUser(hashToken(token));
      return [session === null ? null : { ...session, id: token }, user];
    },
    async updateSessionExpiration(token, expiresAt) {
      // Not the inner `update`: a logout in the same instant would make it throw.
      await db.prisma.loginSession.updateMany({ where: { id: hashToken(token) }, data: { expiresAt } });
    },
    setSession: (session) => inner.setSession({ ...session, id: hashToken(session.id) }),
    deleteSession: (token) => inner.deleteSession(hashToken(token)),
    getUserSessions: (userId) => inner.getUserSessions(userId),
    deleteUserSessions: (userId) => inner.deleteUserSessions(userId),
    deleteExpiredSessions: () => inner.deleteExpiredSessions(),
  };
}
