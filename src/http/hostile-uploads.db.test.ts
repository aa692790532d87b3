import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostileUploads } from '../../bench/faults/hostile.ts';
import { HOSTILE_KINDS } from '../testing/hostile-forms.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { startServer } from '../testing/reports.ts';

let test: TestPlatform;
let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  test = await openTestPlatform();
  server = await startServer(test.app);
});
afterEach(async () => {
  await server.close();
  await test.close();
});

it('stands hostile uploads of every kind, serves honest senders and keeps no file without a row', async () => {
  const outcome = await hostileUploads(server.api, HOSTILE_KINDS + 20);
  expect(outcome.faults).toEqual([]);
  expect(outcome.honest.taken).toBe(outcome.honest.sent);
  const rows = await test.app.db.selectFrom('blob').select('id').execute();
  const files: string[] = [];
  for await (const { name } of test.app.blobs.list()) files.push(name);
  expect(files.sort()).toEqual(rows.map(({ id }) => id).sort());
});
