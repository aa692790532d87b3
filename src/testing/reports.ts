import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { type Listening, listen } from '../http/listen.ts';
import type { Platform } from '../platform.ts';

/** The server of a platform on a port of its own. */
export async function startServer(app: Platform): Promise<Listening & { readonly api: string }> {
  const server = await listen({ ...app, config: { ...app.config, port: 0 } });
  return { ...server, api: `http://127.0.0.1:${server.port}/api/v1` };
}

/** A solved proof of work, as the widget of a page sends it. */
export async function solvedProof(api: string, headers: Record<string, string> = {}): Promise<string> {
  const challenge = (await (await fetch(`${api}/proof-of-work`, { headers })).json()) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** The form of a report; values that are not given are those of a usual one, `null` leaves a field out. */
export function reportForm(fields: Record<string, string | null> = {}, photos: readonly Uint8Array[] = []): FormData {
  const form = new FormData();
  const usual = { place: 'Secunderabad station', seenAt: '2026-06-01T14:30', timeZone: 'Asia/Kolkata', country: 'IN' };
  for (const [name, value] of Object.entries({ ...usual, ...fields })) if (value !== null) form.append(name, value);
  for (const photo of photos) form.append('photo', new File([Uint8Array.from(photo)], 'photo.jpg'));
  return form;
}
