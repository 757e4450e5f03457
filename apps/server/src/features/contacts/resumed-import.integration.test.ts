import type { Database } from '@siar/db';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createImportBench, type ImportBench, shutdownSignal } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await createImportBench({ clusterUrl: inject('postgresUrl') });
});
afterAll(() => bench.close());

const numberOf = (index: number): string => `0812${String(index).padStart(8, '0')}`;
const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `Budi ${index},${numberOf(index)}`).join('\n');

describe('a worker that stops in the middle', () => {
  const content = `nama,hp\n${rowsOf(95)}\nsalah,x\n${rowsOf(5)}\n`;
  const everything = { status: 'COMPLETED', total: 101, imported: 95, duplicates: 5, invalid: 1 };

  it('killed before or within a commit: the next goes on where the last commit ended, no row counts twice', async () => {
    for (const queriesAllowed of [1, 3, 8, 15, 27, 40]) {
      const userId = await bench.tenant();
      const id = await bench.stored({ userId, content });
      await expect(bench.run(id, { batchRows: 10, db: dyingAfter(queriesAllowed) })).rejects.toThrow(
        'killed',
      );
      const meanwhile = await bench.imports.get({ userId, id });
      expect(meanwhile.imported).toBe((await bench.book(userId)).length);
      expect(await bench.run(id, { batchRows: 10 })).toEqual({ kind: 'done' });
      expect(await bench.imports.get({ userId, id })).toMatchObject(everything);
      expect(await bench.book(userId)).toHaveLength(95);
    }
  });

  it('shut down: hands over after its batch, and the next one finishes', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content });
    expect(await bench.run(id, { batchRows: 10, signal: shutdownSignal() })).toEqual({ kind: 'hand-over' });
    expect(await bench.imports.get({ userId, id })).toMatchObject({ status: 'RUNNING', total: 10 });
    await bench.run(id);
    expect(await bench.imports.get({ userId, id })).toMatchObject(everything);
  });

  it('two workers at once: one of them writes, no row counts twice', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content });
    await Promise.all([bench.run(id, { batchRows: 10 }), bench.run(id, { batchRows: 10 })]);
    // One of them may have stepped aside and ended first; the job would come back.
    await bench.run(id, { batchRows: 10 });
    expect(await bench.imports.get({ userId, id })).toMatchObject(everything);
  });

  it('run again after its end: nothing happens', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content });
    await bench.run(id);
    expect(await bench.run(id)).toEqual({ kind: 'done' });
    expect(await bench.imports.get({ userId, id })).toMatchObject(everything);
  });

  it('whose every try ends at the same row gives up, and says so, instead of killing workers for ever', async () => {
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content });
    for (let tries = 0; tries < 10; tries += 1) {
      await expect(bench.run(id, { db: dyingAfter(0) })).rejects.toThrow('killed');
    }
    expect(await bench.run(id)).toEqual({ kind: 'done' });
    expect(await bench.imports.get({ userId, id })).toMatchObject({ status: 'FAILED', reason: 'unexpected' });
  });

  it('the tenant or the run is gone: the job ends without a word', async () => {
    expect(await bench.run('0198c5f0-0000-7000-8000-000000000000')).toMatchObject({ kind: 'cancel' });
    const userId = await bench.tenant();
    const id = await bench.stored({ userId, content });
    await bench.db.prisma.user.delete({ where: { id: userId } });
    expect(await bench.run(id)).toMatchObject({ kind: 'cancel' });
  });

  /** The database as a worker sees it that is killed at its n-th statement on the pool. */
  function dyingAfter(statements: number): Database {
    let left = statements;
    const pool = new Proxy(bench.db.pool, {
      get(target, property) {
        if (property !== 'connect') return Reflect.get(target, property) as unknown;
        return async () => {
          const client = await target.connect();
          const query = client.query.bind(client) as (...all: unknown[]) => Promise<unknown>;
          return {
            release: (error?: Error) => client.release(error ?? true),
            query: (...all: unknown[]) => {
              left -= 1;
              return left < 0 ? Promise.reject(new Error('killed')) : query(...all);
            },
          };
        };
      },
    });
    return { ...bench.db, pool };
  }
});
