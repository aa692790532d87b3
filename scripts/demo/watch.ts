import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFilm } from '../../src/testing/video/film.ts';
import type { Cast, Tell } from './cast.ts';
import { MISSED } from './children.ts';
import type { Client } from './client.ts';
import { SAMPLES } from './sightings.ts';

const STATION = { latitude: 17.4337, longitude: 78.5016, timeZone: 'Asia/Kolkata' };
const DAY = 86_400_000;

/** Which of MISSED the order is about. */
const SOUGHT = 5;

/** A film and cameras of a station under an order about one child; the server watches them by itself. */
export async function watch(
  { officers: [officer], lead }: Cast,
  caseIds: readonly string[],
  tell: Tell,
): Promise<void> {
  const { stairs, phone, film } = await addSources(officer);
  const caseId = caseIds[SOUGHT];
  const order = {
    incident: 'FIR 211/2026',
    legalBasis: 'vital-interest',
    purpose: 'The boy was seen near platform 2 on the day he went missing; the station keeps films for a week only.',
    endsAt: new Date(Date.now() + 3 * DAY),
  };
  await lead.post('/api/v1/watch/orders', {
    ...order,
    scope: 'cases',
    cases: [caseId],
    sources: [stairs, phone, film],
  });
  const { sightingNumber } = await firstHit(officer);
  tell(`Under a watch order the film of the station was searched: somebody was found, ${sightingNumber}`);
  const wider = await lead.post('/api/v1/watch/orders', {
    ...{ ...order, incident: 'FIR 198/2026', scope: 'gallery', sources: [stairs] },
    purpose: 'A child was handed over by strangers at the stairs; who it was is not known.',
  });
  await officer.post(`/api/v1/watch/orders/${wider.id}/stop`, { reason: 'The child is with her mother again.' });
}

/** @returns their ids */
async function addSources(officer: Client): Promise<Record<'stairs' | 'phone' | 'film', string>> {
  const add = (source: object) => officer.post('/api/v1/watch/sources', { ...STATION, ...source });
  const stairs = await add({
    ...{ kind: 'stream', name: 'Platform 2, stairs', place: 'Secunderabad Junction, platform 2' },
    ...{ address: 'rtsp://127.0.0.1:9/', headingDegrees: 60, angleDegrees: 70, rangeMetres: 20 },
  });
  const phone = await add({ kind: 'camera', name: 'Patrol telephone', place: 'Secunderabad Junction' });
  return { stairs: stairs.id, phone: phone.id, film: await sendFilm(officer) };
}

/** The boy walks through the picture, in a photo that his case does not have. */
async function sendFilm(officer: Client): Promise<string> {
  const boy = MISSED[SOUGHT];
  const files = await readdir(new URL(`${boy?.folder}/`, SAMPLES));
  const photo = files.find((file) => file.endsWith('.jpg') && !boy?.photos.some((known) => known.file === file));
  const folder = await mkdtemp(join(tmpdir(), 'homeward-demo-film-'));
  try {
    const file = join(folder, 'platform.mp4');
    const path = (seconds: number) => (seconds < 3 || seconds > 13 ? null : { x: 60 * seconds, y: 330, height: 320 });
    const picture = `samples/children/${boy?.folder}/${photo ?? boy?.photos[0]?.file}`;
    await makeFilm(file, { seconds: 16, width: 960, height: 540, framesPerSecond: 10, actors: [{ picture, path }] });
    return await send(officer, await readFile(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function send(officer: Client, film: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  const startedAt = new Date(Date.now() - DAY).toISOString();
  const fields = {
    ...STATION,
    name: 'Platform 2, last evening',
    place: 'Secunderabad Junction, platform 2',
    startedAt,
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  form.set('film', new Blob([film], { type: 'video/mp4' }), 'platform.mp4');
  return (await officer.post('/api/v1/watch/films', form)).id;
}

async function firstHit(officer: Client): Promise<{ readonly sightingNumber: string }> {
  for (let wait = 0; wait < 120; wait++) {
    const { items } = await officer.get('/api/v1/watch/hits');
    if (items.length > 0) return items[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('nobody was found in the film');
}
