import { readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { RgbImage } from '../core/face.ts';

/** A small picture with structure in every colour and no symmetry, so that turns, mirrors and colour faults show. */
export function testPicture(width = 48, height = 32): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      data[at] = 40 + (180 * x) / width;
      data[at + 1] = 40 + (180 * y) / height;
      data[at + 2] = x < width / 3 && y < height / 2 ? 220 : 60;
    }
  return { data, width, height };
}

/** An image as a sharp pipeline, for encoding. */
export function encode({ data, width, height }: RgbImage) {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A committed HEIC photo: a computer-generated child, 240 pixels or less, made with libheif's heif-enc. */
export function heicFixture(name: 'portrait' | 'rotated'): Promise<Uint8Array> {
  return readFile(new URL(`fixtures/${name}.heic`, import.meta.url));
}

/** Mean absolute difference of two images of one size, grey levels. */
export function meanDifference(first: RgbImage, second: RgbImage): number {
  if (first.width !== second.width || first.height !== second.height) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < first.data.length; at++) sum += Math.abs((first.data[at] ?? 0) - (second.data[at] ?? 0));
  return sum / first.data.length;
}

/** A PNG of one grey that is tiny as a file and huge as an image: side² pixels of one bit. */
export function bombPng(side: number): Uint8Array {
  const row = Math.ceil(side / 8) + 1;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1; // bits a pixel; all else 0: grey, no interlacing
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const pixels = deflateSync(Buffer.alloc(row * side));
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(checksum(body), body.length + 4);
  return chunk;
}

/** CRC-32 as PNG wants it. */
function checksum(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A reproducible source of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A hostile file made of a sound one: cut, bent, swollen or mixed, by chance. */
export function mutate(sound: Uint8Array, random: () => number): Uint8Array {
  const whole = (limit: number) => Math.floor(random() * limit);
  const bytes = Buffer.from(sound);
  const at = whole(bytes.length);
  const kinds = [
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + whole(64)))]),
    () => flip(bytes, 1 + whole(4), whole),
    () => flip(bytes, 50 + whole(200), whole),
    () => flip(bytes.subarray(0, 200), 1 + whole(8), whole, bytes.subarray(200)),
    () => bytes.fill(random() < 0.5 ? 0 : 255, at, Math.min(bytes.length, at + 1 + whole(256))),
    () => Buffer.concat([bytes.subarray(0, at), noise(whole(2000), whole), bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, Math.min(at, 64)), noise(whole(4000), whole)]),
    () => Buffer.concat([bytes, bytes]),
  ];
  return kinds[whole(kinds.length)]?.() ?? bytes;
}

/** Overwrite `count` bytes at random places, then append `rest`. */
function flip(bytes: Buffer, count: number, whole: (limit: number) => number, rest = Buffer.alloc(0)): Buffer {
  for (let index = 0; index < count; index++) bytes[whole(bytes.length)] = whole(256);
  return rest.length ? Buffer.concat([bytes, rest]) : bytes;
}

function noise(length: number, whole: (limit: number) => number): Buffer {
  return Buffer.from(Array.from({ length }, () => whole(256)));
}
