import type { Platform } from '../../src/platform.ts';
import { makeAccount, makeAgency, makeCandidate, makeCase, makeSightingFace } from '../../src/testing/makers.ts';

/** Ask for an alert about each of so many new candidates of one case, in this order. @returns the case */
export async function raiseMany(app: Platform, alerts: number): Promise<string> {
  const agency = await makeAgency(app);
  await makeAccount(app, 'officer', agency.id);
  await makeAccount(app, 'officer', agency.id);
  const { id: caseId } = await makeCase(app, agency.id);
  for (let alert = 0; alert < alerts; alert++) await raiseOne(app, caseId);
  return caseId;
}

/** Ask for an alert about one more candidate of a case. */
export async function raiseOne(app: Platform, caseId: string): Promise<void> {
  const { face } = await makeSightingFace(app);
  const { id: candidateId } = await makeCandidate(app, { faceId: face.id, caseId });
  await app.jobs.enqueue(app.db, 'raise-alerts', { candidateId }, { key: candidateId });
}

/** The alerts of the outbox, oldest first. */
export function listAlerts(app: Platform) {
  return app.db
    .selectFrom('message')
    .where('kind', '=', 'candidate-alert')
    .select(['id', 'case_id as caseId', 'candidate_id as candidateId', 'address', 'state', 'attempts'])
    .select(['message_id as messageId', 'last_error as error'])
    .orderBy('created_at')
    .execute();
}
