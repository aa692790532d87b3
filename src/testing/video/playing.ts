import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frames, VideoFrame } from '../../video/frames.ts';
import type { FilmPieces } from '../../video/gate.ts';

/** A film that lies in the open. */
export async function filmOf(file: string): Promise<FilmPieces> {
  const { size } = await stat(file);
  return {
    bytes: size,
    read: async ({ start, length }) =>
      createReadStream(file, { start, ...(length === undefined ? {} : { end: start + length - 1 }) }),
  };
}

/** The first frames of a source, or all of them; then it is closed. */
export async function take(frames: Frames, count = Number.POSITIVE_INFINITY): Promise<VideoFrame[]> {
  const taken: VideoFrame[] = [];
  for await (const frame of frames) {
    taken.push(frame);
    if (taken.length >= count) break;
  }
  return taken;
}

/** A folder for films of a test. */
export async function filmFolder() {
  const path = await mkdtemp(join(tmpdir(), 'homeward-film-'));
  return { file: (name: string) => join(path, name), remove: () => rm(path, { recursive: true, force: true }) };
}
