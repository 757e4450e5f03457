export {
  startPostgres,
  startTemporaryPostgres,
  type EmbeddedPostgres,
  type PostgresOptions,
} from './start-postgres.ts';
