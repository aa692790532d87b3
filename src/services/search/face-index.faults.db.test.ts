import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
});
afterEach(() => test.close());

it('misses nothing of a database that crashed and gives numbers of transactions again', async () => {
  const { app } = test;
  const { id: caseId } = await makeCase(app, (await makeAgency(app)).id);
  await addReference(app, caseId, fakePhoto({ faces: [1] }));
  await runJobs(app);
  const { id: faceId } = await app.db.selectFrom('face').select('id').executeTakeFirstOrThrow();
  const { index } = await app.searching();
  await index.catchUp();
  expect(index.embeddingsOf(faceId)).not.toEqual([]);

  // As after a crash: the change has a number that was given before, and nobody was told.
  await sql`alter table face_template disable trigger all`.execute(app.db);
  await sql`insert into template_gone (template_id, face_id, model, version, changed_in)
    select id, face_id, model, version, '5' from face_template`.execute(app.db);
  await sql`delete from face_template`.execute(app.db);
  await index.catchUp();
  expect(index.embeddingsOf(faceId)).not.toEqual([]);

  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where query = 'listen templates' and datname = current_database()`.execute(app.db);
  await vi.waitFor(() => expect(index.embeddingsOf(faceId)).toEqual([]), 10_000);
});
