import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { inTransaction, isDatabaseAway } from './database.ts';
import { JOB_KINDS, type JobHandlers, openJobs } from './jobs.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
});
afterEach(() => test.close());

it('outlives a connection that is lost between two statements of a transaction', async () => {
  const { db } = test.app;
  const lost = inTransaction(db, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await sql`select 1`.execute(tx);
  });
  const error = await lost.catch((thrown: unknown) => thrown);
  expect(isDatabaseAway(error)).toBe(true);
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});

it('tells its own faults from those of the database', async () => {
  const error = await sql`select nothing`.execute(test.app.db).catch((thrown: unknown) => thrown);
  expect(isDatabaseAway(error)).toBe(false);
  expect(isDatabaseAway(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false);
});

it('takes job after job without a rest between them', async () => {
  const done = new Set<string>();
  const nothing = Object.fromEntries(JOB_KINDS.map((kind) => [kind, async () => {}])) as unknown as JobHandlers;
  const jobs = await openJobs(test.databaseUrl);
  try {
    for (let job = 0; job < 12; job++) await jobs.enqueue(test.app.db, 'analyse-photo', { photoId: randomUUID() });
    await jobs.work({ ...nothing, 'analyse-photo': async ({ photoId }) => void done.add(photoId) });
    await vi.waitFor(() => expect(done.size).toBe(12), 4000);
  } finally {
    await jobs.stop();
  }
});
