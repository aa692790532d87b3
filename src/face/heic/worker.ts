/**
 * The child process that decodes one HEIC file: standard input → standard output, then gone.
 *
 * libheif parses what strangers send. Here a crash, an endless loop or a hunger for memory costs one process that its
 * parent ends; the server does not notice. The answer is a frame as heic.ts reads it: the length of a JSON header
 * (uint32, little-endian), the header, the ICC profile, the EXIF block, and the pixels as 8-bit RGB.
 */
import { Console } from 'node:console';
import { buffer } from 'node:stream/consumers';
import type { Handle } from 'libheif-js/wasm-bundle.js';

// libheif prints what it stumbles over; standard output belongs to the frame. So this stands before it is loaded.
globalThis.console = new Console(process.stderr);
const { default: libheif } = await import('libheif-js/wasm-bundle.js');

const maxPixels = Number(process.argv[2]);
const bytes = await buffer(process.stdin);
const refusal = decode(bytes);
if (refusal) send({ refusal }, []);

/** @returns why it cannot be decoded, or nothing when the frame was sent */
function decode(file: Uint8Array): 'unreadable' | 'too-large' | undefined {
  const context = libheif.heif_context_alloc();
  if (!context) return 'unreadable';
  if (libheif.heif_context_read_from_memory(context, file).code !== libheif.heif_error_code.heif_error_Ok)
    return 'unreadable';
  const handle = libheif.heif_js_context_get_primary_image_handle(context);
  if (!handle || !('$$' in handle)) return 'unreadable';
  if (libheif.heif_image_handle_get_width(handle) * libheif.heif_image_handle_get_height(handle) > maxPixels)
    return 'too-large';

  const { heif_colorspace_RGB: rgb } = libheif.heif_colorspace;
  const image = libheif.heif_js_decode_image2(handle, rgb, libheif.heif_chroma.heif_chroma_interleaved_RGB);
  const plane = image.channels?.[0];
  if (!plane || plane.width < 1 || plane.height < 1) return 'unreadable';
  const icc = colourProfile(handle);
  const exif = exifBlock(handle);
  const { width, height, stride, data } = plane;
  const rows = Array.from({ length: height }, (_, row) => data.subarray(row * stride, row * stride + width * 3));
  send({ width, height, iccBytes: icc.length, exifBytes: exif.length }, [icc, exif, ...rows]);
  return undefined;
}

function send(header: object, parts: readonly Uint8Array[]): void {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  for (const part of [length, json, ...parts]) process.stdout.write(part);
}

function colourProfile(handle: Handle): Uint8Array {
  const image = handle.$$.ptr;
  const size = libheif._heif_image_handle_get_raw_color_profile_size(image);
  return copied(size, (error, target) => libheif._heif_image_handle_get_raw_color_profile(error, image, target));
}

/** The first metadata block of type `Exif`, from its TIFF header on. */
function exifBlock(handle: Handle): Uint8Array {
  const image = handle.$$.ptr;
  const type = libheif._malloc(8);
  libheif.HEAPU8.set(Buffer.from('Exif\0'), type);
  const idAddress = libheif._malloc(4);
  if (libheif._heif_image_handle_get_list_of_metadata_block_IDs(image, type, idAddress, 1) < 1) return new Uint8Array();
  const id = libheif.HEAPU32[idAddress / 4] ?? 0;
  const size = libheif._heif_image_handle_get_metadata_size(image, id);
  const block = copied(size, (error, target) => libheif._heif_image_handle_get_metadata(error, image, id, target));
  // ISO/IEC 23008-12, annex A: four bytes say how far after them the TIFF header begins.
  return block.length < 4 ? new Uint8Array() : block.subarray(4 + Buffer.from(block.buffer).readUInt32BE(0));
}

/** What `fill` writes into `size` bytes of libheif's memory; `error` is where its error struct (12 bytes) goes. */
function copied(size: number, fill: (error: number, target: number) => void): Uint8Array<ArrayBuffer> {
  if (size < 1) return new Uint8Array();
  const error = libheif._malloc(16);
  const target = libheif._malloc(size);
  fill(error, target);
  const isFilled = libheif.HEAPU32[error / 4] === 0;
  return isFilled ? libheif.HEAPU8.slice(target, target + size) : new Uint8Array();
}
