import sharp from 'sharp';
import { expect, it } from 'vitest';
import { crowdPhoto, makePhotos } from './photos.ts';

it('makes photos of 1080p with known faces inside: groups, and faces of each size and condition', async () => {
  const photos = await makePhotos(9);
  expect(photos.map(({ name }) => name)).toEqual([
    'group 1',
    '60 px plain',
    '80 px blurred',
    '112 px dark',
    '160 px turned 30°',
    '240 px turned 60°',
    '400 px turned 90°',
    'group 2',
    '60 px blurred',
  ]);
  for (const { jpeg, faces } of photos) {
    expect(await sharp(jpeg).metadata()).toMatchObject({ width: 1920, height: 1080, format: 'jpeg' });
    expect(faces.length).toBeGreaterThan(0);
    for (const { box } of faces) {
      expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(1920);
      expect(box.y + box.height).toBeLessThanOrEqual(1080);
    }
  }
});

it('makes the same photo each time', async () => {
  expect(await crowdPhoto()).toEqual(await crowdPhoto());
});
