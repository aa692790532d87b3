import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { inTransaction } from '../db/database.ts';
import { jobHandlers } from '../jobs/handlers.ts';
import type { Platform } from '../platform.ts';
import { type PhotoFacts, type PhotoOwner, receivePhoto, storePhoto } from '../services/photos/intake.ts';

/**
 * Empty the database between two tests. The index of the process may be reading meanwhile: whoever truncates first waits
 * for it at the table that it reads first, or the two would wait for each other.
 */
export function forgetEverything(app: Platform): Promise<void> {
  return inTransaction(app.db, async (tx) => {
    await sql`lock table template_gone in access exclusive mode`.execute(tx);
    await sql`truncate agency, sighting, search_run, search_profile, message cascade`.execute(tx);
  });
}

/** A photo of a case, as uploaded; `runJobs` analyses it. @returns its id */
export function addReference(app: Platform, caseId: string, photo: Buffer, facts: PhotoFacts = {}): Promise<string> {
  return addPhoto(app, photo, { ...facts, purpose: 'reference', caseId });
}

/** A sighting with one photo, as sent; `runJobs` analyses it. */
export async function addSighting(
  app: Platform,
  photo: Buffer,
  given: Partial<SightingColumns> & PhotoFacts = {},
): Promise<{ sightingId: string; photoId: string }> {
  const { ageYears = null, ...columns } = given;
  const { id: sightingId } = await app.db
    .insertInto('sighting')
    .values({
      number: `S-TEST-${randomUUID()}`,
      tracking_hash: randomBytes(32),
      seen_at: new Date('2026-05-30T10:00:00Z'),
      keep_until: new Date('2027-05-30T10:00:00Z'),
      ...columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { sightingId, photoId: await addPhoto(app, photo, { ageYears, purpose: 'sighting', sightingId }) };
}

/** Do everything that waits in the queue, and what follows from it. */
export function runJobs(app: Platform): Promise<void> {
  return app.jobs.runPending(jobHandlers(app));
}

interface SightingColumns {
  readonly seen_at: Date;
  readonly latitude: number;
  readonly longitude: number;
  readonly sex: 'female' | 'male';
  readonly remarks: string;
}

async function addPhoto(app: Platform, photo: Buffer, facts: PhotoOwner & PhotoFacts): Promise<string> {
  async function* content() {
    yield photo;
  }
  const received = await receivePhoto(app, content());
  return inTransaction(app.db, (tx) => storePhoto(app, tx, received, facts));
}
