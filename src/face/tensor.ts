import type { RgbImage } from '../core/face.ts';
import type { NetworkInput } from './models.ts';
import { aligned, kernel, kernelMemory, SLACK } from './sampling-kernel.ts';
import type { NetworkTensor } from './session.ts';

/** Weights of red, green and blue in grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

/**
 * Write images of one size as the float32 batch that a network takes: its colours, normalisation and layout.
 *
 * @param images at least one, all of one size; the network's own unless it takes any
 * @param spare array that nobody needs any more, for the batch to be written into its beginning if it is long enough
 * @throws RangeError when the images differ in size
 */
export function packImages(images: readonly RgbImage[], input: NetworkInput, spare?: Float32Array): NetworkTensor {
  const [first] = images;
  if (!first) throw new RangeError('no images to pack');
  const { width, height } = first;
  if (images.some((image) => image.width !== width || image.height !== height))
    throw new RangeError('images of one batch have one size');
  const channels = input.colour === 'grey' ? 1 : 3;
  const length = images.length * channels * width * height;
  const data = spare && spare.length >= length ? spare.subarray(0, length) : new Float32Array(length);
  images.forEach((image, index) => {
    const part = data.subarray(index * channels * width * height, (index + 1) * channels * width * height);
    if (input.colour === 'grey') packGrey(image, input, part);
    else if (input.layout === 'nchw' && !input.transposed) packPlanes(image, input, part);
    else packColour(image, input, part);
  });
  const [rows, columns] = input.transposed ? [width, height] : [height, width];
  const shape = input.layout === 'nchw' ? [channels, rows, columns] : [rows, columns, channels];
  return { data, shape: [images.length, ...shape] };
}

/** Distances in the batch between neighbours in x, in y and in channel. */
function strides({ width, height }: RgbImage, input: NetworkInput): { x: number; y: number; channel: number } {
  const channels = input.colour === 'grey' ? 1 : 3;
  const pixel = input.layout === 'nchw' ? 1 : channels;
  const channel = input.layout === 'nchw' ? width * height : 1;
  return input.transposed ? { x: pixel * height, y: pixel, channel } : { x: pixel, y: pixel * width, channel };
}

/** The usual layout: one plane a channel, each written by the kernel. */
function packPlanes({ data, width, height }: RgbImage, input: NetworkInput, part: Float32Array): void {
  const count = width * height;
  const target = aligned(data.length + SLACK);
  const bytes = kernelMemory(target + 4 * part.length + SLACK);
  bytes.set(data);
  for (let channel = 0; channel < 3; channel++) {
    const from = input.colour === 'bgr' ? 2 - channel : channel;
    const mean = input.mean[channel] ?? input.mean[0] ?? 0;
    kernel.packChannel(from, count, target + 4 * channel * count, mean, 1 / input.scale);
  }
  part.set(new Float32Array(bytes.buffer, target, part.length));
}

function packColour(image: RgbImage, input: NetworkInput, part: Float32Array): void {
  const step = strides(image, input);
  for (let channel = 0; channel < 3; channel++) {
    const from = input.colour === 'bgr' ? 2 - channel : channel;
    const mean = input.mean[channel] ?? input.mean[0] ?? 0;
    const factor = 1 / input.scale;
    for (let y = 0; y < image.height; y++) {
      let at = 3 * y * image.width + from;
      let to = y * step.y + channel * step.channel;
      for (let x = 0; x < image.width; x++, at += 3, to += step.x) part[to] = ((image.data[at] ?? 0) - mean) * factor;
    }
  }
}

function packGrey(image: RgbImage, input: NetworkInput, part: Float32Array): void {
  const step = strides(image, input);
  const mean = input.mean[0] ?? 0;
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++)
      part[y * step.y + x * step.x] = (greyAt(image, 3 * (y * image.width + x)) - mean) / input.scale;
}

function greyAt({ data }: RgbImage, at: number): number {
  return GREY[0] * (data[at] ?? 0) + GREY[1] * (data[at + 1] ?? 0) + GREY[2] * (data[at + 2] ?? 0);
}
