import type { PrismaClient } from './generated/client.ts';

/** Models that carry a tenant's rows; the others are not reachable through a tenant's door. */
export const TENANT_MODELS = [
  'ApiKey',
  'LoginSession',
  'WhatsAppSession',
  'WhatsAppStateEvent',
  'WhatsAppIdentity',
  'IncomingMessage',
  'Contact',
  'ContactList',
  'ContactListMember',
  'Tag',
  'ContactTag',
  'ConsentRecord',
  'SuppressedNumber',
  'ImportRun',
  'Template',
  'TemplateVersion',
  'MediaAsset',
  'BlastJob',
  'BlastMessage',
  'BlastFailure',
  'DailyTally',
  'Payment',
  'UserSubscription',
  'QuotaEntry',
  'Invoice',
  'WebhookEndpoint',
] as const;

/** Models that belong to nobody and that every tenant may read through the same door. */
const SHARED_MODELS: readonly string[] = ['Package'];

const tenantModels: readonly string[] = TENANT_MODELS;

/**
 * The ordinary door to the database: every query is narrowed to one tenant's rows, every created row is his,
 * and a model that is not a tenant's throws. Foreign rows are therefore simply not there.
 *
 * Nested writes and raw SQL are not narrowed: features use neither through this door.
 */
export function tenantDb(prisma: PrismaClient, userId: string) {
  return prisma.$extends({
    name: 'tenant',
    query: {
      $allModels: {
        async $allOperations({ model, operation, args, query }) {
          if (SHARED_MODELS.includes(model) && operation.startsWith('find')) return query(args);
          if (!tenantModels.includes(model)) throw new Error(`${model} is not a tenant's model`);
          return query(narrow({ operation, args, userId }));
        },
      },
    },
  });
}

export type TenantDb = ReturnType<typeof tenantDb>;

type Row = Record<string, unknown>;

interface QueryArgs {
  where?: Row;
  data?: Row | Row[];
  create?: Row;
}

function narrow(input: { operation: string; args: unknown; userId: string }): QueryArgs {
  const { operation, userId } = input;
  const args: QueryArgs = { ...(input.args as QueryArgs) };
  if (operation === 'create') return { ...args, data: { ...(args.data as Row), userId } };
  if (operation === 'createMany' || operation === 'createManyAndReturn') {
    const rows = Array.isArray(args.data) ? args.data : [args.data ?? {}];
    return { ...args, data: rows.map((row) => ({ ...row, userId })) };
  }
  if (operation === 'upsert') args.create = { ...args.create, userId };
  return { ...args, where: { ...args.where, userId } };
}
