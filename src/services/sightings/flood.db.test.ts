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
const AT_ONCE = 10;

/** A report that was let in: limits and proofs are tested elsewhere, here the flood has passed them all. */
async function submit(address: string, { remarks, isTrusted = true }: { remarks: string; isTrusted?: boolean }) {
  const { app } = test;
  const given = NewSighting.parse({ place: 'Station', seenAt: '2026-06-01T11:00', remarks });
  const photo = await receiveReportPhoto(app, streamOf(fakePhoto({ faces: [1], remark: remarks })));
  const admission = { source: sourceOf(app, PUBLIC, address), proof: null, isTrusted };
  await submitSighting(app, PUBLIC, given, { photos: [photo], admission });
}

it('keeps a flood of one source from delaying anybody else', async () => {
  await submit('203.0.113.9', { remarks: 'flood 0' });
  for (let sent = 1; sent < FLOOD; sent += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, FLOOD - sent) }, (_, more) =>
        submit('203.0.113.9', { remarks: `flood ${sent + more}` }),
      ),
    );
  await submit('203.0.113.77', { remarks: 'same network' });
  await submit('192.0.2.20', { remarks: 'without script', isTrusted: false });
  await submit('198.51.100.7', { remarks: 'honest' });
  await submit('198.51.100.7', { remarks: 'honest again' });

  const order = await firstAnalysed(30);
  expect(order.slice(0, 2)).toEqual(['flood 0', 'honest']);
  expect(order.indexOf('honest again')).toBeLessThan(15);
  expect(order).toContain('without script');
  expect(order).not.toContain('same network');
});

/** What the first photos to be analysed tell. */
async function firstAnalysed(count: number): Promise<string[]> {
  const { app } = test;
  const order: string[] = [];
  const analysePhoto = async ({ photoId }: { photoId: string }) => {
    if (order.length === count) throw new Error('enough');
    const { remarks } = await app.db
      .selectFrom('photo')
      .innerJoin('sighting', 'sighting.id', 'photo.sighting_id')
      .where('photo.id', '=', photoId)
      .select('remarks')
      .executeTakeFirstOrThrow();
    order.push(remarks ?? '');
  };
  const all = app.jobs.runPending({ ...jobHandlers(app), 'analyse-photo': analysePhoto });
  await expect(all).rejects.toThrow('enough');
  return order;
}
