export { createDb, type Database, type Transaction } from './client.ts';
export { createMigration } from './create-migration.ts';
export { migrate, migrationsDirectory, pendingMigrations, readMigrations } from './migrate.ts';
export { TENANT_MODELS, tenantDb, type TenantDb } from './tenant-db.ts';
export * from './generated/client.ts';
