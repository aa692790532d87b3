import { SYSTEM } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import type { JobData } from '../../db/jobs.ts';
import { findLastProfile, listFacesToSearch, listOutdatedPhotos, saveProfile } from '../../db/searches.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { currentProfile } from './profile.ts';

/** Jobs that are asked for in one transaction. */
const BATCH = 200;

/** Before all others, in the order of ids. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Behind what comes in: nobody waits for a search of the past. */
const LOW_PRIORITY = -10;

/**
 * Compare what searches are made with now with what they were last made with; when models, weights or the alert
 * threshold have changed, ask for everything to be searched again. Call it when the server starts.
 */
export async function ensureSearchProfile(app: Platform): Promise<void> {
  const { id, description } = await currentProfile(app);
  await inTransaction(app.db, async (tx) => {
    const last = await findLastProfile(tx);
    if (last?.id === id) return;
    await saveProfile(tx, { id, description, at: app.clock() });
    await app.jobs.enqueue(tx, 'search-everything', { profile: id });
    await audit(app, tx, SYSTEM, { action: 'search.everything', details: { profile: id, before: last?.id ?? null } });
  });
}

/**
 * Ask for one batch of everything, and for the next: first photos that other models have to look at (their sightings
 * are then searched by themselves), then all faces of sightings. Where it was cut off it goes on.
 */
export async function searchEverything(app: Platform, data: JobData['search-everything']): Promise<void> {
  const { profile, stage = 'photos', after = FIRST_ID } = data;
  const { models } = await app.engine();
  await inTransaction(app.db, async (tx) => {
    const last = await findLastProfile(tx);
    // Models or thresholds changed again meanwhile: from the beginning, since of waiting jobs one is kept.
    if (last && last.id !== profile) return app.jobs.enqueue(tx, 'search-everything', { profile: last.id });
    const page = { after, limit: BATCH };
    const ids =
      stage === 'photos' ? await listOutdatedPhotos(tx, { models, ...page }) : await listFacesToSearch(tx, page);
    for (const id of ids) await enqueueOne(app, tx, stage, id);
    const end = ids.at(-1);
    if (ids.length === BATCH && end) await app.jobs.enqueue(tx, 'search-everything', { profile, stage, after: end });
    else if (stage === 'photos') await app.jobs.enqueue(tx, 'search-everything', { profile, stage: 'faces' });
  });
}

function enqueueOne(app: Platform, tx: Platform['db'], stage: 'photos' | 'faces', id: string): Promise<void> {
  const options = { priority: LOW_PRIORITY, key: id };
  return stage === 'photos'
    ? app.jobs.enqueue(tx, 'analyse-photo', { photoId: id }, options)
    : app.jobs.enqueue(tx, 'search-face', { faceId: id, reason: 'again' }, options);
}
