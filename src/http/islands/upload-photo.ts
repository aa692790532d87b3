import { LineError } from './before-send.ts';

/** The server does not take this photo; the message is for a person. */
export class PhotoRefused extends Error {}

/** What is known of an upload between two tries. */
export interface UploadState {
  id?: string;
}

const LARGEST = 512 * 1024;
const SMALLEST = 64 * 1024;
/** Between tries of one piece; then a person decides. */
const PAUSES = [500, 1000, 2000, 4000, 8000];
const LONGEST_PIECE_MILLISECONDS = 60_000;

/**
 * Send a photo ahead of its form, in pieces: after a break only the last piece goes again.
 *
 * @param state of an earlier try, which is gone on with
 * @param report how much there is, 0 … 1
 * @returns the id for the field `upload`
 * @throws PhotoRefused; LineError when the line stays away
 */
export async function uploadPhoto(photo: Blob, state: UploadState, report: (share: number) => void): Promise<string> {
  let { id, offset } = await begin(photo, state);
  let size = 256 * 1024;
  while (offset < photo.size) {
    const [at, length] = [offset, size];
    const send = () => sendPiece(`/uploads/${id}?offset=${at}`, photo.slice(at, at + length));
    const next = await persist(send, async () => {
      size = Math.max(SMALLEST, size / 2);
    });
    if (next === null) {
      state.id = '';
      return uploadPhoto(photo, state, report);
    }
    size = next > at ? Math.min(LARGEST, length * 2) : size;
    offset = next;
    report(offset / photo.size);
  }
  return id;
}

async function begin(photo: Blob, state: UploadState): Promise<{ id: string; offset: number }> {
  if (state.id) {
    const known = await persist(() => ask(`/uploads/${state.id}`, { method: 'HEAD' }));
    const offset = known.headers.get('upload-offset');
    if (known.ok && offset !== null) return { id: state.id, offset: Number(offset) };
  }
  const answer = await persist(async () => {
    const headers = { 'content-type': 'application/json' };
    return taken(await ask('/uploads', { method: 'POST', headers, body: JSON.stringify({ bytes: photo.size }) }));
  });
  const { id } = (await answer.json()) as { id: string };
  state.id = id;
  return { id, offset: 0 };
}

/** @returns where the next piece begins; null when the server no longer knows the upload */
async function sendPiece(url: string, body: Blob): Promise<number | null> {
  const answer = await ask(url, { method: 'PUT', body });
  if (answer.status === 404) return null;
  const offset = answer.headers.get('upload-offset');
  if (offset !== null) return Number(offset);
  await taken(answer);
  throw new LineError();
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const headers = { accept: 'application/json', ...init.headers };
  const signal = AbortSignal.timeout?.(LONGEST_PIECE_MILLISECONDS) ?? null;
  const answer = await fetch(url, { ...init, headers, signal }).catch(() => {
    throw new LineError();
  });
  if (answer.status >= 500) throw new LineError();
  return answer;
}

/** @throws PhotoRefused with the words of the server */
async function taken(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new PhotoRefused(detail ?? '');
}

/** Try again where the line is at fault. @throws LineError when it stays so */
async function persist<T>(attempt: () => Promise<T>, onBreak = async () => {}): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      await onBreak();
      await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
    }
  }
  return attempt();
}
