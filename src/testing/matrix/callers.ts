import { randomBytes } from 'node:crypto';
import type { Role } from '../../core/actor.ts';
import type { Platform } from '../../platform.ts';
import { SCOPES } from '../../services/accounts/api-keys.ts';
import { hashToken } from '../../services/accounts/tokens.ts';
import type { Browser } from '../browser.ts';
import { makeAgency } from '../makers.ts';
import { openVisitors, PASSWORD, type Visitors } from '../visitors.ts';
import type { Asker } from './table.ts';

/** Somebody who calls the server, in every way there is to prove who one is. */
export interface Caller extends Asker {
  readonly name: string;
  readonly email: string | null;
  readonly accountId: string;
  readonly agencyId: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Callers {
  readonly all: readonly Caller[];
  readonly byName: (name: string) => Caller;
  readonly agencyId: string;
  readonly otherAgencyId: string;
  readonly server: Visitors['server'];
}

/** Two agencies with all their people and programs, signed in over HTTP as people are. */
export async function makeCallers(app: Platform): Promise<Callers> {
  const visitors = openVisitors(app);
  const [own, other] = [await makeAgency(app, { name: 'Harbour' }), await makeAgency(app, { name: 'Valley' })];
  const admin = await visitors.firstAdmin();
  const all = [
    person({ name: 'public', column: 'P' }, visitors.visitor()),
    person({ name: 'admin', column: 'A', email: 'admin@homeward.example', accountId: admin.accountId }, admin.browser),
    await member(visitors, admin.browser, { name: 'auditor', column: 'U', role: 'auditor', agencyId: null }),
    ...(await staff(visitors, admin.browser, { of: 'A', columns: 'OLN', agencyId: own.id })),
    ...(await staff(visitors, admin.browser, { of: 'B', columns: 'oln', agencyId: other.id })),
    await guardian(app, visitors, { name: 'guardian A', column: 'G' }),
    await guardian(app, visitors, { name: 'guardian B', column: 'g' }),
    await halfSignedIn(visitors, admin.browser, own.id),
    await disabled(visitors, admin.browser, own.id),
  ];
  const byName = (name: string) => {
    const found = all.find((caller) => caller.name === name);
    if (!found) throw new RangeError(`nobody is called ${name}`);
    return found;
  };
  all.push(...(await programs(app, { agencyId: own.id, createdBy: byName('lead A').accountId, isOwn: true })));
  all.push(...(await programs(app, { agencyId: other.id, createdBy: byName('lead B').accountId, isOwn: false })));
  return { all, byName, agencyId: own.id, otherAgencyId: other.id, server: visitors.server };
}

type Known = Pick<Caller, 'name' | 'column'> & Partial<Caller>;

let networks = 0;

function person(known: Known, browser: Browser): Caller {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    email: null,
    accountId: '',
    agencyId: null,
    headers: { ...(cookie ? { cookie } : {}), ...network() },
    ...known,
  };
}

/** Each calls from a network of their own. */
function network() {
  networks++;
  return { 'x-forwarded-for': `198.18.${networks}.1` };
}

async function member(
  visitors: Visitors,
  admin: Browser,
  { name, column, role, agencyId }: { name: string; column: string; role: Role; agencyId: string | null },
): Promise<Caller> {
  const { browser, email, accountId } = await visitors.member(admin, { role, agencyId });
  return person({ name, column, email, accountId, agencyId }, browser);
}

async function staff(
  visitors: Visitors,
  admin: Browser,
  { of, columns, agencyId }: { of: string; columns: string; agencyId: string },
): Promise<Caller[]> {
  const made: Caller[] = [];
  for (const [index, role] of (['officer', 'lead', 'partner'] as const).entries())
    made.push(await member(visitors, admin, { name: `${role} ${of}`, column: columns[index] ?? '', role, agencyId }));
  return made;
}

async function guardian({ db }: Platform, visitors: Visitors, known: Pick<Caller, 'name' | 'column'>): Promise<Caller> {
  const email = `${known.name.replace(' ', '-').toLowerCase()}@family.example`;
  const browser = await visitors.guardian(email);
  await visitors.signIn(browser, email);
  const { id } = await db.selectFrom('account').select('id').where('email', '=', email).executeTakeFirstOrThrow();
  return person({ ...known, email, accountId: id }, browser);
}

/** An officer who has signed in with the password and never set up a second factor. */
async function halfSignedIn(visitors: Visitors, admin: Browser, agencyId: string): Promise<Caller> {
  const email = 'half@agency.example';
  await admin.post('/api/v1/invitations', { email, role: 'officer', agencyId });
  const token = (await visitors.linkTo(email, 'invitation')).searchParams.get('token');
  const browser = visitors.visitor();
  const { body } = await browser.post('/api/v1/invitations/accept', { token, name: 'Half', password: PASSWORD });
  await visitors.signIn(browser, email);
  return person(
    { name: 'officer without second factor', column: 'H', email, accountId: body.accountId, agencyId },
    browser,
  );
}

/** An officer who was shut out: the cookie that is left opens nothing. */
async function disabled(visitors: Visitors, admin: Browser, agencyId: string): Promise<Caller> {
  const { browser, email, accountId } = await visitors.member(admin, { role: 'officer', agencyId });
  const caller = person({ name: 'disabled officer', column: 'P', email, accountId, agencyId }, browser);
  await admin.post(`/api/v1/accounts/${accountId}/disable`);
  return caller;
}

interface Owner {
  readonly agencyId: string;
  readonly createdBy: string;
  readonly isOwn: boolean;
}

/** A key with each scope, one with none and one with all. */
async function programs({ db }: Platform, { agencyId, createdBy, isOwn }: Owner): Promise<Caller[]> {
  const sets = isOwn ? [...SCOPES.map((scope) => [scope]), []] : [[...SCOPES]];
  const made: Caller[] = [];
  for (const scopes of sets) {
    const key = `hw_${randomBytes(32).toString('base64url')}`;
    const name = `key ${isOwn ? (scopes[0] ?? 'without scope') : 'of B'}`;
    await db
      .insertInto('api_key')
      .values({
        agency_id: agencyId,
        name,
        prefix: key.slice(0, 10),
        key_hash: hashToken(key),
        scopes,
        created_by: createdBy,
      })
      .execute();
    const headers = { authorization: `Bearer ${key}`, ...network() };
    made.push({ name, column: 'key', key: { isOwn, scopes }, email: null, accountId: '', agencyId, headers });
  }
  return made;
}
