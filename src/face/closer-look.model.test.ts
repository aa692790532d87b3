import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { iou } from '../core/geometry.ts';
import { openTestModels } from '../testing/models.ts';
import { decodePhoto } from './decode.ts';
import { detectCloser, detectFaces } from './detect.ts';
import { judgeFaces, uniteFaces } from './judged-faces.ts';
import { locateLandmarks } from './landmarks.ts';
import { createNetworks, type Networks, networkFiles } from './networks.ts';
import { createPyramid } from './warp.ts';

/** The portrait fills the middle of the photo; its face lies about here. */
const PORTRAIT = 400;
const BORDER = { left: 300, top: 200 };
const FACE = { x: 400, y: 290, width: 200, height: 220 };

let networks: Networks;
beforeAll(async () => {
  networks = createNetworks(networkFiles(await openTestModels()));
});
afterAll(() => networks.close());

it('finds a blurred face that was framed too badly at first', async () => {
  const photo = createPyramid((await decodePhoto(await blurredPhoto())).image);
  const judge = async (found: Awaited<ReturnType<typeof detectFaces>>) =>
    judgeFaces(photo, uniteFaces(found, await locateLandmarks(networks, photo, found)));

  const first = await judge(await detectFaces(networks, photo));
  expect(first.accepted).toEqual([]);
  expect(first.refused).not.toEqual([]);

  const boxes = first.refused.map(({ box }) => box);
  const { accepted } = await judge(await detectCloser(networks, photo, boxes));
  expect(accepted).toHaveLength(1);
  expect(accepted[0] && iou(accepted[0].detection.box, FACE)).toBeGreaterThan(0.5);
});

it('finds nothing around no boxes', async () => {
  const photo = createPyramid((await decodePhoto(await blurredPhoto())).image);
  expect(await detectCloser(networks, photo, [])).toEqual([]);
});

async function blurredPhoto(): Promise<Uint8Array> {
  const whole = await sharp('samples/children/i03/A.jpg')
    .resize(PORTRAIT, PORTRAIT, { fit: 'inside' })
    .extend({ ...BORDER, right: BORDER.left, bottom: BORDER.top, background: '#888' })
    .png()
    .toBuffer();
  return sharp(whole).blur(10).jpeg({ quality: 90 }).toBuffer();
}
