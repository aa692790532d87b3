import { afterEach, beforeEach, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { inTransaction } from '../../db/database.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { discardPhoto, receivePhoto, storePhoto } from './intake.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
});
afterEach(() => test.close());

it('keeps a photo that was committed although the answer to the commit was lost', async () => {
  const { app } = test;
  const { id: caseId } = await makeCase(app, (await makeAgency(app)).id);
  const received = await receivePhoto(app, streamOf(fakePhoto({ faces: [1] })));
  await inTransaction(app.db, (tx) => storePhoto(app, tx, received, { purpose: 'reference', caseId }));
  await discardPhoto(app, received);
  expect(await app.blobs.has(received.blob.id)).toBe(true);
});

it('leaves to the sweep what the database cannot tell of', async () => {
  const { app } = test;
  const received = await receivePhoto(app, streamOf(fakePhoto({ faces: [1] })));
  await discardPhoto({ ...app, db: app.db.withSchema('of_nobody') }, received);
  expect(await app.blobs.has(received.blob.id)).toBe(true);
  await discardPhoto(app, received);
  expect(await app.blobs.has(received.blob.id)).toBe(false);
});
