import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PUBLIC, SYSTEM } from '../core/actor.ts';
import { audit } from '../services/audit.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { findAuditHead, verifyAudit } from './audit.ts';
import { inTransaction } from './database.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
  for (let index = 0; index < 5; index++)
    await append({ action: 'case.view', entity: 'case', entityId: `${index}`, details: { b: 1, a: [0.5, null, 'ü'] } });
});
afterEach(() => test.close());

const append = (entry: Parameters<typeof audit>[3]) =>
  inTransaction(test.app.db, (tx) => audit(test.app, tx, SYSTEM, entry));
const verify = (anchors: Parameters<typeof verifyAudit>[2] = []) =>
  verifyAudit(test.app.db, test.app.auditKey, anchors);

/** What somebody with all rights in the database could do. */
async function tamper(statement: string): Promise<void> {
  await sql`alter table audit_event disable trigger all`.execute(test.app.db);
  await sql.raw(statement).execute(test.app.db);
  await sql`alter table audit_event enable trigger all`.execute(test.app.db);
}

it('is whole when nobody touched it', async () => {
  expect(await verify([await findAuditHead(test.app.db)])).toEqual({ rows: 5, broken: null });
});

it.each([
  ['an edited row', `update audit_event set entity_id = 'x' where sequence = 3`, 3],
  ['an edited detail', `update audit_event set details = '{"a": 1}' where sequence = 2`, 2],
  ['a changed time', `update audit_event set at = at + interval '1 millisecond' where sequence = 4`, 4],
  ['a missing row', `delete from audit_event where sequence = 2`, 2],
  ['a missing end', `delete from audit_event where sequence = 5`, 5],
  [
    'two rows that changed places',
    `update audit_event set sequence = -sequence where sequence in (2, 3);
     update audit_event set sequence = sequence + 5 where sequence < 0`,
    2,
  ],
])('detects %s', async (_, statement, sequence) => {
  await tamper(statement);
  const { broken } = await verify();
  expect(broken?.sequence).toBe(sequence);
});

it('detects an end that was cut off together with the head, by an anchor that lies elsewhere', async () => {
  const anchor = await findAuditHead(test.app.db);
  await tamper(`delete from audit_event where sequence = 5`);
  await tamper(`update audit_head set sequence = 4, hash = (select hash from audit_event where sequence = 4)`);
  expect((await verify()).broken).toBeNull();
  expect((await verify([anchor])).broken).toEqual({ sequence: 5, problem: 'rows 5 to 5 are missing' });
});

it('cannot be verified, or forged, with another key', async () => {
  expect((await verifyAudit(test.app.db, randomBytes(32))).broken?.sequence).toBe(1);
});

it('refuses to change or delete a row', async () => {
  for (const statement of ['update audit_event set action = action', 'delete from audit_event', 'truncate audit_event'])
    await expect(sql.raw(statement).execute(test.app.db)).rejects.toThrow('never changed');
});

it('gives rows of transactions at the same time one order without gaps, and none to those that fail', async () => {
  const writes = Array.from({ length: 40 }, (_, index) =>
    inTransaction(test.app.db, async (tx) => {
      await audit(test.app, tx, PUBLIC, { action: 'sighting.submit', details: { index } });
      if (index % 4 === 0) throw new Error('this one is undone');
    }).catch(() => 'undone'),
  );
  await Promise.all(writes);
  expect(await verify()).toEqual({ rows: 35, broken: null });
});
