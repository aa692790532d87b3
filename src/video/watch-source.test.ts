import { expect, it } from 'vitest';
import { engineOfOneFace } from '../testing/page-world.ts';
import type { VideoFrame } from './frames.ts';
import type { Seen } from './look.ts';
import { openLook } from './watch-source.ts';

const STARTED = Date.parse('2026-05-30T12:00:00Z');
const ORDER = {
  ...{ sourceId: 'film', orderId: 'order', agencyId: 'a', kind: 'file' as const, address: null },
  ...{ endsAt: new Date(8.64e15), positionSeconds: 0 },
};

const frameAt = (position: number): VideoFrame => ({
  image: { data: new Uint8Array(320 * 240 * 3), width: 320, height: 240 },
  ...{ at: new Date(STARTED + 1000 * position), position, isCut: false, lagMilliseconds: 0 },
});

it('says where a film must be gone on with, so that an open visit is seen from its first frame again', async () => {
  const engine = await engineOfOneFace();
  let position = 0;
  const look = openLook({
    engine: {
      ...engine,
      findFrameFaces: (image) => (position >= 2 && position <= 6 ? engine.findFrameFaces(image) : Promise.resolve([])),
    },
    isOrderValid: async () => false,
    search: async () => ({ outcome: 'nobody' }),
    record: async () => ({ outcome: 'refused' }),
    onFailure: (error) => {
      throw error;
    },
    now: () => performance.now(),
  });
  async function* film() {
    for (const each of [0, 1, 2, 3, 4, 5, 6, 7, 1000, 1001]) {
      position = each;
      yield frameAt(each);
    }
  }
  const seen: Seen[] = [];
  await look(
    film(),
    () => [ORDER],
    (each) => seen.push(each),
  );
  const openSince = Object.fromEntries(seen.map(({ frame, openSince: since }) => [frame.position, since]));
  expect(openSince).toMatchObject({ 0: null, 1: null, 2: 2, 3: 2, 6: 2, 7: 2, 1001: null });
});
