import { deflateSync } from 'node:zlib';
import { bombPng, encode, heicFixture, mutate, seededRandom, testPicture } from './images.ts';

/** A form that no honest sender would send. */
export interface HostileForm {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Written piece by piece; one that never ends is cut off by the server or the caller. */
  readonly body: Iterable<Buffer>;
  /** The sender leaves after the body instead of waiting for an answer. */
  readonly isAborted?: boolean;
}

/** Sound photos to be made hostile. */
export interface SoundPhotos {
  readonly jpeg: Buffer;
  readonly png: Buffer;
  readonly heic: Buffer;
}

const BOUNDARY = 'hostile-boundary';
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };

export async function soundPhotos(): Promise<SoundPhotos> {
  const picture = testPicture(320, 240);
  return {
    jpeg: await encode(picture).jpeg().toBuffer(),
    png: await encode(picture).png().toBuffer(),
    heic: Buffer.from(await heicFixture('portrait')),
  };
}

/** The hostile form of a number; every kind comes up again and again, with other details. */
export function hostileForm(index: number, photos: SoundPhotos): HostileForm {
  const random = seededRandom(index + 1);
  const kind = KINDS[index % KINDS.length] ?? KINDS[0];
  if (!kind) throw new RangeError('no kinds of hostile forms');
  const [name, make] = kind;
  const made = make(photos, random);
  return { name, headers: FORM, ...('body' in made ? made : { body: made }) };
}

type Made = Iterable<Buffer> | (Omit<HostileForm, 'name' | 'headers'> & Partial<Pick<HostileForm, 'headers'>>);
type Kind = readonly [name: string, make: (photos: SoundPhotos, random: () => number) => Made];

const KINDS: readonly Kind[] = [
  ['decompression bomb', (_, random) => whole(photo(bombPng(20_000 + Math.floor(random() * 20_000))))],
  ['compressed text chunk bomb', ({ png }) => whole(photo(textBomb(png)))],
  ['photo and web page at once', ({ jpeg }) => whole(photo([jpeg, '<script>alert(1)</script>'], 'a.html'))],
  ['photo and archive at once', ({ jpeg }) => whole(photo([jpeg, 'PK\x03\x04', Buffer.alloc(500, 7)], 'a.zip.jpg'))],
  ['drawing that calls itself a photo', () => whole(photo('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))],
  ['document', () => whole(photo('%PDF-1.7\n1 0 obj\n<</JS (app.alert(1))>>', 'photo.jpg'))],
  ['program', () => whole(photo(['MZ', Buffer.alloc(4000, 0x90)], 'photo.jpg.exe'))],
  ['cut off photo', ({ jpeg }, random) => whole(photo(jpeg.subarray(0, 4 + random() * jpeg.length)))],
  ['cut off HEIC', ({ heic }, random) => whole(photo(heic.subarray(0, 40 + random() * heic.length)))],
  ['bent photo', ({ jpeg }, random) => whole(photo(mutate(jpeg, random)))],
  ['bent HEIC', ({ heic }, random) => whole(photo(mutate(heic, random)))],
  ['bent PNG', ({ png }, random) => whole(photo(mutate(png, random)))],
  ['huge EXIF', ({ jpeg }) => whole(photo(withMuchExif(jpeg, 150)))],
  ['EXIF that points into nowhere', ({ jpeg }, random) => whole(photo(withExif(jpeg, noise(random, 3000))))],
  ['zero bytes', () => whole(photo(Buffer.alloc(0)))],
  ['path as file name', ({ jpeg }) => whole(photo(jpeg, '../../../../etc/passwd'))],
  ['Windows path as file name', ({ jpeg }) => whole(photo(jpeg, '..\\\\..\\\\windows\\\\win.ini'))],
  ['endless file name', ({ jpeg }) => whole(photo(jpeg, 'x'.repeat(12_000)))],
  ['file name with control characters', ({ jpeg }) => whole(photo(jpeg, 'a\x00b\x1b[2J.jpg'))],
  ['NUL in every field', ({ jpeg }) => whole(usual('\x00nul\x00'), photo(jpeg))],
  ['letters that are none', ({ jpeg }) => whole(usual(Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0x21])), photo(jpeg))],
  ['names of the language', ({ jpeg }) => whole(field('__proto__', 'x'), field('constructor', 'y'), photo(jpeg))],
  ['SQL in every field', () => whole(usual("'); drop table sighting; --"))],
  ['numbers that are none', ({ jpeg }) => whole(field('latitude', '1e999'), field('longitude', 'NaN'), photo(jpeg))],
  ['ten thousand parts', () => [...Array.from({ length: 10_000 }, (_, at) => field(`f${at}`, 'x')), END]],
  ['a hundred files', ({ jpeg }) => [...Array.from({ length: 100 }, () => photo(jpeg)), END]],
  ['a field of a megabyte', () => whole(field('remarks', 'x'.repeat(1e6)))],
  ['endless header', () => [Buffer.from(`--${BOUNDARY}\r\n`), ...repeated(Buffer.alloc(16_384, 0x78), 64)]],
  ['a thousand headers', () => whole(Buffer.from(`--${BOUNDARY}\r\n${'x: y\r\n'.repeat(1000)}\r\nz\r\n`))],
  ['part without name', () => whole(Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data\r\n\r\nx\r\n`))],
  [
    'another boundary',
    ({ jpeg }) => ({ headers: { 'content-type': 'multipart/form-data; boundary=z' }, body: [photo(jpeg)] }),
  ],
  ['no boundary', ({ jpeg }) => ({ headers: { 'content-type': 'multipart/form-data' }, body: [photo(jpeg)] })],
  ['no end', ({ jpeg }) => [usual('x'), photo(jpeg)]],
  ['noise', (_, random) => [noise(random, 60_000)]],
  [
    'compressed body',
    ({ jpeg }) => ({ headers: { ...FORM, 'content-encoding': 'gzip' }, body: [deflateSync(photo(jpeg))] }),
  ],
  ['endless photo', () => [photoHead('photo.jpg'), JPEG_START, ...repeated(Buffer.alloc(1 << 20), 64)]],
  ['endless form', () => ({ body: endless() })],
  ['sender who leaves', ({ jpeg }) => ({ body: [usual('x'), photo(jpeg).subarray(0, 3000)], isAborted: true })],
  ['sender who leaves at once', () => ({ body: [Buffer.from('--')], isAborted: true })],
  [
    'sender who stops in a boundary',
    ({ jpeg }) => ({ body: [photo(jpeg), Buffer.from('\r\n--host')], isAborted: true }),
  ],
];

/** How many kinds there are: so many forms show each once. */
export const HOSTILE_KINDS = KINDS.length;

const END = Buffer.from(`--${BOUNDARY}--\r\n`);
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

function whole(...parts: readonly Buffer[]): Buffer[] {
  return [field('place', 'Station'), field('seenAt', '2026-06-01T10:00'), field('remarks', 'x'), ...parts, END];
}

function usual(value: string | Buffer): Buffer {
  return Buffer.concat(['place', 'remarks', 'contactName', 'locale', 'altcha'].map((name) => field(name, value)));
}

function field(name: string, value: string | Buffer): Buffer {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]);
}

function photo(content: Uint8Array | string | readonly (Uint8Array | string)[], fileName = 'photo.jpg'): Buffer {
  const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part));
  return Buffer.concat([photoHead(fileName), ...bytes, Buffer.from('\r\n')]);
}

function photoHead(fileName: string): Buffer {
  return Buffer.from(
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="photo"; filename="${fileName}"\r\ncontent-type: image/jpeg\r\n\r\n`,
  );
}

/** A PNG whose text unpacks to 100 MB. */
function textBomb(png: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('zTXtComment\0\0', 'latin1'), deflateSync(Buffer.alloc(100_000_000))]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  // The checksum is wrong; a reader that unpacks before it checks is caught out.
  return Buffer.concat([png.subarray(0, 33), length, content, Buffer.alloc(4), png.subarray(33)]);
}

function withMuchExif(jpeg: Buffer, segments: number): Buffer {
  const segment = exifSegment(Buffer.alloc(65_500, 0x4d));
  return Buffer.concat([jpeg.subarray(0, 2), ...repeated(segment, segments), jpeg.subarray(2)]);
}

function withExif(jpeg: Buffer, block: Buffer): Buffer {
  const start = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
  return Buffer.concat([jpeg.subarray(0, 2), exifSegment(Buffer.concat([start, block])), jpeg.subarray(2)]);
}

function exifSegment(block: Buffer): Buffer {
  const head = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
  head.writeUInt16BE(block.length + 8, 2);
  return Buffer.concat([head, block]);
}

function noise(random: () => number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

function repeated(piece: Buffer, times: number): Buffer[] {
  return Array.from({ length: times }, () => piece);
}

function* endless(): Generator<Buffer> {
  const piece = Buffer.concat(repeated(field('x', 'y'), 100));
  for (;;) yield piece;
}
