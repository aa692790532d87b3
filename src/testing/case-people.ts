import { sql } from 'kysely';
import type { Platform } from '../platform.ts';
import { createCase, NewCase } from '../services/cases/create.ts';
import { type CaseChanges, editCase } from '../services/cases/edit.ts';
import { openCase } from '../services/cases/state.ts';
import { makeAccount, makeAgency } from './makers.ts';
import { forgetEverything } from './search.ts';

/** Two agencies with their people, and two guardians. */
export async function makePeople(app: Platform) {
  const [agency, otherAgency] = [await makeAgency(app, { name: 'Harbour' }), await makeAgency(app, { name: 'Valley' })];
  const actorOf = async (...given: [Parameters<typeof makeAccount>[1], string?]) =>
    (await makeAccount(app, given[0], given[1] ?? null)).actor;
  return {
    agency,
    otherAgency,
    officer: await actorOf('officer', agency.id),
    colleague: await actorOf('officer', agency.id),
    lead: await actorOf('lead', agency.id),
    partner: await actorOf('partner', agency.id),
    otherOfficer: await actorOf('officer', otherAgency.id),
    otherLead: await actorOf('lead', otherAgency.id),
    guardian: await actorOf('guardian'),
    otherGuardian: await actorOf('guardian'),
    admin: await actorOf('admin'),
    auditor: await actorOf('auditor'),
    program: {
      kind: 'api-key',
      keyId: crypto.randomUUID(),
      agencyId: agency.id,
      scopes: ['cases:read', 'cases:write'],
    },
  } as const;
}

/** An empty database with new people in it: far quicker between two tests than a platform of its own. */
export async function makePeopleAfresh(app: Platform): Promise<People> {
  await forgetEverything(app);
  await sql`delete from pgboss.job`.execute(app.db);
  return makePeople(app);
}

export type People = Awaited<ReturnType<typeof makePeople>>;

/** What an officer writes; parsed as a request would be. */
export function newCase(given: Record<string, unknown> = {}): NewCase {
  return NewCase.parse({
    childName: 'Amina Yusupova',
    country: 'DE',
    birthDate: '2016-05-03',
    sex: 'female',
    lastPlace: 'Harbour station',
    lastLatitude: 53.55,
    lastLongitude: 9.99,
    lastSeenAt: '2026-05-20T15:00:00Z',
    legalBasis: 'consent',
    consentBy: 'Mother, legal guardian',
    consentAt: '2026-05-21T09:00:00Z',
    ...given,
  });
}

/** A case that an officer created and opened. */
export async function makeOpenCase(app: Platform, officer: People['officer'], given: Record<string, unknown> = {}) {
  const created = await createCase(app, officer, newCase(given));
  await openCase(app, officer, created.id, { noPhotoYet: true });
  return created;
}

/** Edit the case as it is now. */
export async function editNow(
  app: Platform,
  officer: People['officer'],
  id: string,
  changes: Omit<CaseChanges, 'version'>,
) {
  const { version } = await app.db
    .selectFrom('case_file')
    .where('id', '=', id)
    .select('version')
    .executeTakeFirstOrThrow();
  return editCase(app, officer, id, { ...changes, version });
}

/** The jobs that wait, of one kind. */
export async function queuedCases(app: Platform, kind: string): Promise<unknown[]> {
  const { rows } = await sqlJobs(app, kind);
  return rows.map(({ data }) => data);
}

const sqlJobs = (app: Platform, kind: string) =>
  sql<{
    data: unknown;
  }>`select data from pgboss.job where name = ${kind} and state = 'created' order by created_on`.execute(app.db);
