import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { describeEventBus } from './event-bus.contract.ts';
import { createPostgresEventBus } from './postgres-event-bus.ts';
import { createRedisEventBus } from './redis-event-bus.ts';

describe('on Redis', () => {
  describeEventBus({
    kind: 'redis',
    create: createRedisEventBus,
    server: () => inject('redisUrl'),
    async sendRaw(channel, text) {
      const redis = new Redis(inject('redisUrl'));
      await redis.publish(channel, text);
      redis.disconnect();
    },
  });
});

describe('on PostgreSQL', () => {
  describeEventBus({
    kind: 'postgres',
    create: createPostgresEventBus,
    server: () => inject('postgresUrl'),
    async sendRaw(channel, text) {
      const client = new pg.Client({ connectionString: inject('postgresUrl') });
      await client.connect();
      await client.query('SELECT pg_notify($1, $2)', [channel, text]);
      await client.end();
    },
  });
});
