import { defineConfig } from 'prisma/config';

// The connection is given to the client at run time; `prisma migrate deploy` reads it from the environment.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost/siar' },
});
