import { expect, it } from 'vitest';
import { heicFixture } from '../../testing/images.ts';
import { decodeHeic } from './heic.ts';

it('gives up a file that takes too long', async () => {
  await expect(decodeHeic(await heicFixture('portrait'), 1e6, 1)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('too long'),
  });
});

it('refuses more pixels than allowed before it decodes them', async () => {
  await expect(decodeHeic(await heicFixture('portrait'), 240 * 240 - 1)).rejects.toMatchObject({ code: 'invalid' });
});

it('decodes several at once, each whole', async () => {
  const bytes = await heicFixture('portrait');
  const photos = await Promise.all([1, 2, 3].map(() => decodeHeic(bytes, 1e6)));
  for (const { image, exif } of photos) {
    expect(image.data).toEqual(photos[0]?.image.data);
    expect(exif?.length).toBeGreaterThan(100);
  }
});
