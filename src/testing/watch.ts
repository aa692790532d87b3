import sharp from 'sharp';
import { streamOf } from '../adapters/blobs.ts';
import type { Actor } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import type { Visit, WatchHit, Watching } from '../services/watch/contract.ts';
import { addFilm, receiveFilm } from '../services/watch/films.ts';
import { addWatchSource, NewSource } from '../services/watch/sources.ts';
import { fakePhoto } from './fake-app.ts';

/** A browser's camera, straight into the database. */
export async function makeSource({ db }: Platform, agencyId: string, given: { name?: string; place?: string } = {}) {
  return db
    .insertInto('source')
    .values({
      ...{
        agency_id: agencyId,
        name: 'Gate 3',
        kind: 'camera',
        place: 'Vijayawada bus station',
        time_zone: 'Asia/Kolkata',
      },
      ...{ latitude: 16.5096, longitude: 80.6155, range_metres: 25 },
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A camera in the network at an address where nothing answers; the settings of `app` must allow 127.0.0.1. */
export function makeStream(app: Platform, officer: Actor, name = 'Gate 4') {
  const where = { place: 'Vijayawada bus station', latitude: 16.5096, longitude: 80.6155, timeZone: 'Asia/Kolkata' };
  return addWatchSource(
    app,
    officer,
    NewSource.parse({ ...where, name, kind: 'stream', address: 'rtsp://127.0.0.1:9/' }),
  );
}

/** A film that was sent in, as an officer or lead does it; without `film` one that nothing can decode. */
export async function makeFilmSource(app: Platform, sender: Actor, film: Uint8Array = Buffer.from('a film')) {
  const received = await receiveFilm(app, streamOf(film));
  const where = { place: 'Vijayawada bus station', latitude: 16.5096, longitude: 80.6155, timeZone: 'Asia/Kolkata' };
  const startedAt = new Date(app.clock().getTime() - 3_600_000);
  return addFilm(app, sender, received, { ...where, name: 'Gate 3, Sunday', startedAt });
}

/** Stands where cameras are: every source shows the same grey picture. */
export async function greyWatching(): Promise<Watching> {
  const grey = { width: 480, height: 270, channels: 3, background: 'grey' } as const;
  const still = new Uint8Array(await sharp({ create: grey }).jpeg().toBuffer());
  return {
    still: () => still,
    test: async () => ({ still, width: 1280, height: 720, framesPerSecond: 25, facesPerMinute: 12, codec: 'h264' }),
    lookAt: async () => {
      throw new AppError('unavailable', 'There is no camera here.');
    },
    close: async () => {},
  };
}

interface Ordered {
  readonly agencyId: string;
  readonly leadId: string;
  readonly sources: readonly string[];
  /** Without any it is about all children who are sought. */
  readonly cases?: readonly string[];
  readonly purpose?: string;
  readonly startsAt?: Date;
  readonly endsAt?: Date;
}

/** A watch order that is valid now, unless told otherwise, straight into the database. */
export async function makeWatchOrder({ db, clock }: Platform, given: Ordered) {
  const { agencyId, leadId, sources, cases = [], purpose = 'A child was taken at the station' } = given;
  const startsAt = given.startsAt ?? clock();
  const order = await db
    .insertInto('watch_order')
    .values({
      ...{ agency_id: agencyId, authorised_by: leadId, incident: 'FIR 17/2026', legal_basis: 'police-power', purpose },
      ...{ scope: cases.length > 0 ? 'cases' : 'gallery', starts_at: startsAt, created_at: startsAt },
      ends_at: given.endsAt ?? new Date(startsAt.getTime() + 86_400_000),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const source_id of sources)
    await db.insertInto('watch_order_source').values({ order_id: order.id, source_id }).execute();
  for (const case_id of cases)
    await db.insertInto('watch_order_case').values({ order_id: order.id, case_id }).execute();
  return order;
}

/** What a search under an order would hand over of a person whom the fake engine knows. */
export async function fakeHit(
  app: Platform,
  person: number,
  given: Pick<WatchHit, 'orderId' | 'sourceId' | 'caseIds'> & { readonly visit?: Partial<Visit> },
): Promise<WatchHit> {
  const jpeg = fakePhoto({ faces: [person], remark: 'best shot' });
  const { faces } = await (await app.engine()).extractFaces(jpeg);
  const [face] = faces;
  if (!face) throw new RangeError('the fake engine has lost its face');
  const { box, landmarks, score, embeddings } = face;
  const shotAt = app.clock();
  const visit = { key: '12.5 0', firstAt: shotAt, lastAt: shotAt, shotAt, positionSeconds: null, frames: 5 };
  return {
    ...given,
    visit: { ...visit, ...given.visit },
    shot: { jpeg, box, landmarks, score },
    template: { embeddings, quality: 70, ageYears: null, photo: '' },
  };
}
