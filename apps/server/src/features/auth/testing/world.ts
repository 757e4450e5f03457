import { createDb, type Database, type User } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { inject } from 'vitest';
import { createTestClock } from '../../../platform/clock.ts';
import type { SiarEvent } from '../../../platform/events/index.ts';
import { createSilentLogger } from '../../../platform/logger.ts';
import { createRateLimits } from '../../../platform/rate-limit.ts';
import { createAdminService } from '../../admin/admin.service.ts';
import { createBillingService } from '../../billing/billing.service.ts';
import { createPackageService } from '../../billing/packages.service.ts';
import { createReportService } from '../../reports/reports.service.ts';
import { createUserService } from '../../users/users.service.ts';
import { createAccountService } from '../account.service.ts';
import { createApiKeyService } from '../api-keys.service.ts';
import { createAuthService } from '../auth.service.ts';
import { createLoginLimits } from '../login-limits.ts';
import { createLoginSessions } from '../login-sessions.ts';

/** People, money and reports on a database of their own, with a clock that stands and events that are kept. */
export async function createWorld(start?: Date) {
  const database = await createTestDatabase(inject('postgresUrl'));
  const db = createDb({ url: database.url });
  const clock = createTestClock(start);
  const published: SiarEvent[] = [];
  const events = { publish: (event: SiarEvent) => void published.push(event) };
  const rateLimits = createRateLimits({ redisUrl: null, pool: db.pool, logger: createSilentLogger() });
  const limits = createLoginLimits({ rateLimits });
  const loginSessions = createLoginSessions({ db });
  const apiKeys = createApiKeyService({ db, clock });
  const billing = createBillingService({ db, clock });
  const reports = createReportService({ db, clock });
  const services = {
    auth: createAuthService({ db, loginSessions, apiKeys, limits, events }),
    account: createAccountService({ db, subscriptionOf: (tenant) => billing.subscriptionOf(tenant) }),
    apiKeys,
    users: createUserService({ db, clock, events }),
    packages: createPackageService({ db }),
    billing,
    reports,
    admin: createAdminService({
      db,
      clock,
      reports,
      queueDepths: () => Promise.resolve({ work: { waiting: 1, active: 2, delayed: 3 } }),
    }),
  };
  return {
    db,
    clock,
    limits,
    loginSessions,
    published,
    services,
    person: (data: Partial<Omit<User, 'settings'>> = {}) => createPerson(db, data),
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

let people = 0;

/** A row as registration leaves it, without the price of a bcrypt hash. */
function createPerson(db: Database, data: Partial<Omit<User, 'settings'>>): Promise<User> {
  people += 1;
  return db.prisma.user.create({
    data: { email: `person-${people}@example.com`, name: `Person ${people}`, passwordHash: 'none', ...data },
  });
}
