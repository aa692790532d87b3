import { readFile } from 'node:fs/promises';
import { type Client, join, openClient, proofOfWork, register } from './client.ts';
import { linkIn, type Mailbox } from './mailbox.ts';
import type { DemoServer } from './server.ts';

const SAMPLES = new URL('../../samples/children/', import.meta.url);

/** Children of the samples who are missed, by folder; none is a real person. The first is the one that is seen. */
const MISSED = [
  { folder: 'i01', childName: 'Asha Rao', sex: 'female', birthDate: '2017-04', lastPlace: 'Secunderabad station' },
  { folder: 'i02', childName: 'Ravi Kumar', sex: 'male', birthDate: '2015-09', lastPlace: 'Charminar, Hyderabad' },
  { folder: 'i03', childName: 'Noor Begum', sex: 'female', birthDate: '2018', lastPlace: 'Vijayawada bus station' },
  { folder: 'i04', childName: 'Arjun Reddy', sex: 'male', birthDate: '2016-01', lastPlace: 'Warangal market' },
  { folder: 'i05', childName: 'Kavya Nair', sex: 'female', birthDate: '2014-11', lastPlace: 'Guntur' },
  { folder: 'i06', childName: 'Salman Ali', sex: 'male', birthDate: '2017', lastPlace: 'Nizamabad station' },
  { folder: 'i07', childName: 'Deepa Rani', sex: 'female', birthDate: '2019-02', lastPlace: 'Tirupati' },
  { folder: 'i08', childName: 'Joseph Paul', sex: 'male', birthDate: '2013-06', lastPlace: 'Visakhapatnam harbour' },
] as const;

/** The basis that a guardian can give. */
const CONSENT = { legalBasis: 'consent', consentBy: 'Mother', consentAt: '2024-03-02T10:00:00Z' };

type Tell = (line: string) => void;

export interface Cast {
  readonly policeId: string;
  readonly admin: Client;
  readonly officers: readonly [Client, Client];
  readonly guardian: Client;
}

/** Two agencies with their people, each invited by e-mail; a guardian who registers. */
export async function gather(server: DemoServer, mailbox: Mailbox, tell: Tell): Promise<Cast> {
  const admin = await join(server.url, server.firstAdminLink, { name: 'Ada Admin', email: 'admin@homeward.example' });
  const police = await admin.post('/api/v1/agencies', agency('Hyderabad City Police', 'police'));
  const ngo = await admin.post('/api/v1/agencies', agency('Safe Return Trust', 'ngo'));
  tell('Two agencies: Hyderabad City Police, Safe Return Trust');
  const invite = async (name: string, role: string, agencyId: string) => {
    const email = `${name.toLowerCase().replace(' ', '.')}@${role}.example`;
    await admin.post('/api/v1/invitations', { email, role, agencyId });
    return join(server.url, linkIn(await mailbox.waitFor(email, /invited/)), { name, email });
  };
  const officers = [
    await invite('Lakshmi Devi', 'officer', police.id),
    await invite('Imran Khan', 'officer', police.id),
  ] as const;
  await invite('Sunita Sharma', 'lead', police.id);
  await invite('Joseph Mathew', 'partner', ngo.id);
  tell('Five people accepted their invitations and set up a second factor');
  const email = 'meera.rao@family.example';
  const guardian = await register(server.url, { name: 'Meera Rao', email }, async () =>
    linkIn(await mailbox.waitFor(email, /e-mail/)),
  );
  tell('A guardian registered and confirmed her address');
  return { policeId: police.id, admin, officers, guardian };
}

function agency(name: string, kind: string) {
  return { name, kind, country: 'IN', phone: '100', email: 'desk@agency.example' };
}

/** The guardian opens a case, an officer takes it over and opens two more. @returns ids in the order of MISSED */
export async function openCases({ policeId, officers: [officer], guardian }: Cast, tell: Tell): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, { folder, ...child }] of MISSED.entries()) {
    const owner = index === 0 ? guardian : officer;
    const { id } = await owner.post('/api/v1/cases', {
      ...(owner === guardian ? { ...CONSENT, agencyId: policeId } : { legalBasis: 'police-power' }),
      ...child,
      country: 'IN',
      lastSeenAt: '2024-03-01T08:00:00Z',
      marks: ['small scar above the left eyebrow'],
    });
    for (const photo of ['A.jpg', 'earlier-B.jpg']) await addPhoto(owner, id, `${folder}/${photo}`);
    await whenAnalysed(owner, id);
    if (owner === guardian) await officer.post(`/api/v1/cases/${id}/take-over`);
    await officer.post(`/api/v1/cases/${id}/open`);
    tell(`Case opened: ${child.childName}, two photos enrolled`);
    ids.push(id);
  }
  return ids;
}

async function addPhoto(client: Client, caseId: string, name: string): Promise<void> {
  const form = new FormData();
  form.set('capturedOn', '2023-06');
  form.set('photo', new Blob([await readFile(new URL(name, SAMPLES))], { type: 'image/jpeg' }), 'photo.jpg');
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

/** Somebody without an account reports what they saw. */
export async function reportSighting(url: string, tell: Tell): Promise<void> {
  const passerBy = openClient(url);
  const form = new FormData();
  form.set('place', 'Vijayawada Junction, platform 6');
  form.set('latitude', '16.5181');
  form.set('longitude', '80.6190');
  form.set('seenAt', new Date(Date.now() - 3600_000).toISOString());
  form.set('sex', 'female');
  form.set('ageYears', '9');
  form.set('remarks', 'With an older man, blue dress.');
  form.set('country', 'IN');
  form.set('altcha', await proofOfWork(passerBy));
  form.append(
    'photo',
    new Blob([await readFile(new URL('i01/earlier-C.jpg', SAMPLES))], { type: 'image/jpeg' }),
    'a.jpg',
  );
  const { trackingCode, message } = await passerBy.post('/api/v1/sightings', form);
  tell(`A passer-by reported a sighting, tracking code ${trackingCode}. All they hear: «${message}»`);
}

/**
 * Two officers judge the faces, neither knowing of the other.
 *
 * @param eye which of several pairs a person would find alike
 */
export async function reviewTwice({ officers }: Cast, eye: Eye, tell: Tell): Promise<void> {
  for (const officer of officers) {
    let judged = 0;
    // Among the probes may be controls: pairs of children known to differ, by which reviewers are measured.
    for (let session = await take(officer); session; session = await take(officer))
      judged += await reviewProbe(officer, session.id, eye);
    tell(`A reviewer analysed the probe alone, then judged ${judged} pairs without name, place or score`);
  }
}

/** How alike two pictures of faces are, −1 … 1; higher is more alike. */
export type Eye = (first: Uint8Array, second: Uint8Array) => Promise<number>;

/** From here on the demo takes two of its computer-generated faces for one child. */
const ALIKE = 0.8;

async function take(officer: Client): Promise<{ readonly id: string } | null> {
  return (await officer.post('/api/v1/reviews/next')).session;
}

/** @returns how many pairs it had */
async function reviewProbe(officer: Client, id: string, eye: Eye): Promise<number> {
  const { components } = await officer.get('/api/v1/reviews/form');
  const analysis = { quality: 'good', limits: [], visibleMarks: [] };
  let session: Session = await officer.post(`/api/v1/reviews/${id}/analysis`, analysis);
  const probe = await officer.picture(`/api/v1/reviews/${id}/probe`);
  let judged = 0;
  // What others decide meanwhile needs no judgement any more, so the next pair is asked for each time.
  for (let pair = nextOf(session); pair; pair = nextOf(session)) {
    const likeness = await eye(probe, await officer.picture(`/api/v1/reviews/pairs/${pair.id}/photos/0`));
    const path = `/api/v1/reviews/pairs/${pair.id}/judgement`;
    session = await officer.post(path, judgement(components, likeness > ALIKE));
    judged++;
  }
  return judged;
}

interface Session {
  readonly pairs: readonly { readonly id: string; readonly isJudged: boolean }[];
}

function nextOf({ pairs }: Session) {
  return pairs.find(({ isJudged }) => !isJudged);
}

function judgement(components: readonly { readonly id: string }[], isSame: boolean) {
  const finding = isSame ? 'similar' : 'different-unexplained';
  const checklist = components.map(({ id }) => ({ component: id, isInProbe: true, isInReference: true, finding }));
  return { checklist, conclusion: isSame ? 3 : -3 };
}

/** From the agreement of two people to the end of the case, and the proof that its biometrics are gone. */
export async function bringHome({ officers: [officer] }: Cast, caseId: string, tell: Tell): Promise<void> {
  const agreed = await officer.get('/api/v1/matches/agreed');
  const [candidate] = agreed.items;
  const match = await officer.post('/api/v1/matches', {
    candidateId: candidate.candidateId,
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
