/** What a camera writes into a photo (EXIF), carried over to a copy: time and place must not get lost on the way. */

const HEADER = [...'Exif\0\0'].map((letter) => letter.charCodeAt(0));
/** Where cameras write it. */
const HEAD_BYTES = 256 * 1024;
const ORIENTATION = 0x0112;
const EXIF_IFD = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;

/** The EXIF part of a JPEG, saying that it stands upright; null when there is none. */
export async function exifOf(photo: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const view = new DataView(await photo.slice(0, HEAD_BYTES).arrayBuffer());
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 10 < view.byteLength && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const isExif =
      view.getUint8(at + 1) === 0xe1 && HEADER.every((byte, index) => view.getUint8(at + 4 + index) === byte);
    const end = at + 2 + view.getUint16(at + 2);
    if (isExif && end <= view.byteLength) return upright(new Uint8Array(view.buffer.slice(at + 4, end)));
  }
  return null;
}

/** What a camera would write of a photo taken now. */
export function exifNow(now = new Date()): Uint8Array<ArrayBuffer> {
  const two = (number: number) => String(Math.trunc(number)).padStart(2, '0');
  const minutes = -now.getTimezoneOffset();
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join(':');
  const date = `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':')}\0`;
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}\0`;
  const bytes = new Uint8Array(HEADER.length + 56 + date.length + offset.length);
  bytes.set(HEADER);
  const tiff = new DataView(bytes.buffer, HEADER.length);
  const entry = (at: number, [tag, type, count, value]: readonly [number, number, number, number]) => {
    tiff.setUint16(at, tag, true);
    tiff.setUint16(at + 2, type, true);
    tiff.setUint32(at + 4, count, true);
    tiff.setUint32(at + 8, value, true);
  };
  tiff.setUint32(0, 0x002a4949, true);
  tiff.setUint32(4, 8, true);
  tiff.setUint16(8, 1, true);
  entry(10, [EXIF_IFD, 4, 1, 26]);
  tiff.setUint16(26, 2, true);
  entry(28, [DATE_TIME_ORIGINAL, 2, date.length, 56]);
  entry(40, [OFFSET_TIME_ORIGINAL, 2, offset.length, 56 + date.length]);
  bytes.set(new TextEncoder().encode(date + offset), HEADER.length + 56);
  return bytes;
}

/** A JPEG as the canvas makes it, with this EXIF part. */
export function withExif(jpeg: Blob, exif: Uint8Array<ArrayBuffer> | null): Blob {
  if (!exif) return jpeg;
  const length = exif.length + 2;
  const marker = new Uint8Array([0xff, 0xe1, length >> 8, length & 0xff]);
  return new Blob([jpeg.slice(0, 2), marker, exif, jpeg.slice(2)], { type: 'image/jpeg' });
}

function upright(exif: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const tiff = new DataView(exif.buffer, exif.byteOffset + HEADER.length);
  const isLittle = tiff.getUint16(0) === 0x4949;
  const start = tiff.getUint32(4, isLittle);
  if (start + 2 > tiff.byteLength) return exif;
  const entries = tiff.getUint16(start, isLittle);
  for (let index = 0; index < entries; index++) {
    const at = start + 2 + 12 * index;
    if (at + 12 <= tiff.byteLength && tiff.getUint16(at, isLittle) === ORIENTATION) tiff.setUint16(at + 8, 1, isLittle);
  }
  return exif;
}
