import { afterEach, beforeEach, expect, it } from 'vitest';
import { streamOf } from '../../adapters/blobs.ts';
import { PUBLIC } from '../../core/actor.ts';
import { jobHandlers } from '../../jobs/handlers.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { sourceOf } from '../protection/sources.ts';
import { NewSighting } from './new-sighting.ts';
import { receiveReportPhoto, submitSighting } from './submit.ts';

let test: TestPlatform;
beforeEach(async () => {
  test = await openTestPlatform();
});
afterEach(() => test.close());

const FLOOD = 500;

/** A report that was let in: limits and proofs are tested elsewhere, here the flood has passed them all. */
async function submit(address: string, { remarks, isTrusted = true }: { remarks: string; isTrusted?: boolean }) {
  const { app } = test;
  const given = NewSighting.parse({ place: 'Station', seenAt: '2026-06-01T11:00', remarks });
  const photo = await receiveReportPhoto(app, streamOf(fakePhoto({ faces: [1], remark: remarks })));
  const admission = { source: sourceOf(app, PUBLIC, address), proof: null, isTrusted };
  await submitSighting(app, PUBLIC, given, { photos: [photo], admission });
}

it('keeps a flood of one source from delaying anybody else', async () => {
  const { app } = test;
  for (let sent = 0; sent < FLOOD; sent++) await submit('203.0.113.9', { remarks: `flood ${sent}` });
  await submit('203.0.113.77', { remarks: 'same network' });
  await submit('192.0.2.20', { remarks: 'without script', isTrusted: false });
  await submit('198.51.100.7', { remarks: 'honest' });
  await submit('198.51.100.7', { remarks: 'honest again' });

  const order: string[] = [];
  const analysePhoto = async ({ photoId }: { photoId: string }) => {
    const { remarks } = await app.db
      .selectFrom('photo')
      .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
      .where('photo.id', '=', photoId)
      .select('remarks')
      .executeTakeFirstOrThrow();
    order.push(remarks ?? '');
  };
  await app.jobs.runPending({ ...jobHandlers(app), 'analyse-photo': analysePhoto });

  expect(order).toHaveLength(FLOOD + 4);
  expect(order.slice(0, 2)).toEqual(['flood 0', 'honest']);
  expect(order.indexOf('honest again')).toBeLessThan(5);
  expect(order.indexOf('without script')).toBeLessThan(30);
  expect(order.at(-1)).toBe('same network');
});
