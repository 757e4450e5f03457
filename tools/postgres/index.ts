export { startPostgres, startTemporaryPostgres, type EmbeddedPostgres } from './start-postgres.ts';
