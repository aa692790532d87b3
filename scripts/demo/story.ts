import { readFile } from 'node:fs/promises';
import type { Cast, Tell } from './cast.ts';
import { caseOf, MISSED, type MissedChild } from './children.ts';
import type { Client } from './client.ts';
import { FIRST_SIGHTINGS, LATER_SIGHTINGS, report, SAMPLES } from './sightings.ts';

/** Guardians open cases, an officer takes them over and opens the others. @returns ids in the order of MISSED */
export async function openCases(cast: Cast, tell: Tell): Promise<string[]> {
  const ids: string[] = [];
  for (const missed of MISSED) ids.push(await openCase(cast, missed, tell));
  return ids;
}

async function openCase(
  { policeId, officers, lead, guardians }: Cast,
  missed: MissedChild,
  tell: Tell,
): Promise<string> {
  const [officer] = officers;
  const { fate, folder, guardian, photos } = missed;
  const owner = guardian === undefined ? officer : guardians[guardian];
  const { id, number } = await owner.post('/api/v1/cases', caseOf(missed, policeId));
  for (const { file, yearsAgo } of photos) await addPhoto(owner, id, { name: `${folder}/${file}`, yearsAgo });
  await whenAnalysed(owner, id);
  if (fate === 'draft') return id;
  if (guardian !== undefined) await officer.post(`/api/v1/cases/${id}/take-over`);
  await officer.post(`/api/v1/cases/${id}/open`);
  if (fate === 'public') await officer.put(`/api/v1/cases/${id}/publicity`, { isPublic: true });
  if (fate === 'withdrawn') await officer.post(`/api/v1/cases/${id}/withdraw`, { reason: 'handed-over' });
  if (fate === 'protected') await lead.put(`/api/v1/cases/${id}/protection`, { reason: 'court-order' });
  tell(`Case ${number} opened, ${photos.length} photos enrolled${fate === 'open' ? '' : `: ${fate}`}`);
  return id;
}

async function addPhoto(client: Client, caseId: string, photo: { name: string; yearsAgo: number }): Promise<void> {
  const form = new FormData();
  form.set('capturedOn', `${new Date().getFullYear() - photo.yearsAgo}-06`);
  form.set('photo', new Blob([await readFile(new URL(photo.name, SAMPLES))], { type: 'image/jpeg' }), 'photo.jpg');
  await client.post(`/api/v1/cases/${caseId}/photos`, form);
}

async function whenAnalysed(client: Client, caseId: string): Promise<void> {
  for (let wait = 0; wait < 120; wait++) {
    const { items } = await client.get(`/api/v1/cases/${caseId}/photos`);
    if (items.every(({ state }: { state: string }) => state !== 'waiting')) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the photos were not analysed in time');
}

/** Guardians and an officer write to each other. */
export async function talk({ guardians: [mother, father], officers: [officer] }: Cast, cases: Talks): Promise<void> {
  const write = (client: Client, caseId: string, text: string, visibility = 'guardian') =>
    client.post(`/api/v1/cases/${caseId}/notes`, { text, visibility });
  const { asha, salman } = cases;
  await write(mother, asha, 'She may have gone to my sister in Vijayawada. Shall I call there?');
  await write(officer, asha, 'Please do, and tell us what she says. We have informed the railway police.');
  await write(officer, asha, 'Aunt in Vijayawada confirmed by phone: the child is not with her.', 'staff');
  await write(father, salman, 'A neighbour saw him near platform 2 with his school friend Imtiaz.');
  await write(
    officer,
    salman,
    'Thank you. We are asking for the cameras of platform 2, and have spoken to his school.',
  );
  await write(officer, salman, 'Cameras of platform 2 requested from the railway police, answer by Friday.', 'staff');
  await write(father, salman, 'Imtiaz is at home and has not seen him. Can I bring you a newer photo?');
  await write(
    officer,
    salman,
    'Yes: add it on this page, with the month it was taken. It helps more than anything else.',
  );
}

/** Ids of cases. */
interface Talks {
  readonly asha: string;
  readonly salman: string;
}

/** People without an account report what they saw, each from a network of their own. */
export async function reportFirst(url: string, tell: Tell): Promise<void> {
  for (const [index, sighting] of FIRST_SIGHTINGS.entries()) {
    const { trackingCode, message } = await report(url, sighting, `198.51.100.${index + 1}`);
    if (index === 0)
      tell(`A passer-by reported a sighting, tracking code ${trackingCode}. All they hear: «${message}»`);
  }
}

/** @returns the tracking codes */
export async function reportLater(url: string, tell: Tell): Promise<string[]> {
  const codes: string[] = [];
  for (const [index, sighting] of LATER_SIGHTINGS.entries())
    codes.push((await report(url, sighting, `203.0.113.${index + 1}`)).trackingCode);
  tell(`${codes.length} further sightings came in and wait`);
  return codes;
}

/** From the agreement of two people to the end of the case, and the proof that its biometrics are gone. */
export async function bringHome({ officers: [officer] }: Cast, caseId: string, tell: Tell): Promise<void> {
  const match = await officer.post('/api/v1/matches', {
    candidateId: await agreedCandidate(officer, caseId),
    factKind: 'mark',
    fact: 'Railway police confirm the scar above the left eyebrow.',
  });
  tell('Both agree, and a scar supports it: recorded as a match');
  for (const status of ['agency-contacted', 'welfare-check', 'confirmed'])
    await officer.post(`/api/v1/matches/${match.id}/steps`, { status });
  await officer.post(`/api/v1/matches/${match.id}/release`);
  tell('The railway police found the child safe; an officer released the news to the guardian');
  await officer.post(`/api/v1/cases/${caseId}/resolve`, { reason: 'found-safe' });
  const { contents, hash } = await certificateOf(officer, caseId);
  const { templates, faces, blobs } = contents.erased;
  tell(
    `The case is closed. Erased: ${templates.length} templates, ${faces.length} faces, ${blobs.length} pictures of faces`,
  );
  tell(`Certificate ${hash.slice(0, 16)}…, checked afterwards: ${JSON.stringify(contents.checks)}`);
}

/** A second match that has come half of its way; what else is agreed on waits for a fact. */
export async function beginMatch({ officers: [, officer] }: Cast, caseId: string): Promise<void> {
  const match = await officer.post('/api/v1/matches', {
    candidateId: await agreedCandidate(officer, caseId),
    factKind: 'clothing',
    fact: 'The waiting room’s keeper describes the bag she left home with.',
  });
  await officer.post(`/api/v1/matches/${match.id}/steps`, { status: 'agency-contacted' });
}

async function agreedCandidate(officer: Client, caseId: string): Promise<string> {
  const { items } = await officer.get('/api/v1/matches/agreed');
  const found = items.find((item: { case: { id: string } }) => item.case.id === caseId);
  if (!found) throw new Error('the reviewers do not agree');
  return found.candidateId;
}

/** Nobody has changed the log of who did what. */
export async function checkAudit({ admin }: Cast, tell: Tell): Promise<void> {
  const { rows, broken } = await admin.post('/api/v1/audit-events/verify');
  tell(broken ? `The audit log is broken: ${broken.problem}` : `The audit log is whole: ${rows} rows in one chain`);
}

interface Certificate {
  readonly contents: {
    readonly erased: Record<'templates' | 'faces' | 'blobs', readonly unknown[]>;
    readonly checks: object;
  };
  readonly hash: string;
}

async function certificateOf(officer: Client, caseId: string): Promise<Certificate> {
  for (let wait = 0; wait < 120; wait++) {
    const { items } = await officer.get(`/api/v1/cases/${caseId}/certificates`);
    if (items.length > 0) return items[0];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the case was not purged in time');
}
