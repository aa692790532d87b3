import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAgency } from '../../../testing/makers.ts';
import { EVERYBODY, openReaders, type Readers } from '../../../testing/pages.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';

let test: TestPlatform;
let readers: Readers;
let ids: Record<'person' | 'agency' | 'invitation' | 'job' | 'key' | 'webhook', string>;

beforeAll(async () => {
  test = await openTestPlatform();
  readers = await openReaders(test.app);
  ids = {
    person: readers.accountId('officer'),
    agency: readers.agencyId,
    invitation: await makeInvitation(),
    job: await makeFailedJob(),
    ...(await makeProgram()),
  };
}, 60_000);
afterAll(() => test.close());

async function makeInvitation(): Promise<string> {
  const fields = { email: `${randomUUID()}@agency.example`, role: 'officer' };
  expect((await readers.post('lead', '/agency/people/invite', fields)).status).toBe(303);
  const query = test.app.db.selectFrom('invitation').select('id').where('email', '=', fields.email);
  return (await query.executeTakeFirstOrThrow()).id;
}

async function makeFailedJob(): Promise<string> {
  const id = randomUUID();
  await sql`insert into pgboss.job (id, name, data, source_name)
    values (${id}, 'dead-letters', '{}'::jsonb, 'search-case')`.execute(test.app.db);
  return id;
}

/** A key and a webhook of the lead's agency. */
async function makeProgram() {
  const made = await readers.post('lead', '/agency/keys/new', {
    ...{ name: 'Import', scopes: ['cases:read', 'photos:read'], expiresInDays: '90' },
  });
  expect(await made.text()).toMatch(/value="hw_/);
  const hook = { url: 'https://example.com/homeward', events: ['candidate-alert'] };
  const hooked = await readers.post('lead', '/agency/webhooks/new', hook);
  expect(hooked.headers.get('cache-control')).toBe('no-store');
  expect(await hooked.text()).toMatch(/value="whsec_/);
  const key = await test.app.db.selectFrom('api_key').select(['id', 'scopes']).executeTakeFirstOrThrow();
  expect(key.scopes).toEqual(['cases:read', 'photos:read']);
  const webhook = await test.app.db.selectFrom('webhook').select('id').executeTakeFirstOrThrow();
  return { key: key.id, webhook: webhook.id };
}

/** Who sees which page; all others are sent to sign in (the public) or told that they may not. */
const PAGES: readonly (readonly [path: string, who: string])[] = [
  ['/admin', 'admin'],
  ['/admin/people', 'admin'],
  ['/admin/people/invite', 'admin'],
  ['/admin/people/{person}', 'admin'],
  ['/admin/people/{person}/role', 'admin'],
  ['/admin/people/{person}/disable', 'admin'],
  ['/admin/people/{person}/enable', 'admin'],
  ['/admin/people/{person}/reset-second-factor', 'admin'],
  ['/admin/people/{person}/end-sessions', 'admin'],
  ['/admin/people/invitations/{invitation}/withdraw', 'admin'],
  ['/admin/agencies', 'admin'],
  ['/admin/agencies/new', 'admin'],
  ['/admin/agencies/{agency}', 'admin'],
  ['/admin/jobs', 'admin'],
  ['/admin/messages', 'admin'],
  ['/admin/keys', 'admin'],
  ['/admin/keys/{key}/revoke', 'admin'],
  ['/admin/configuration', 'admin'],
  ['/admin/retention', 'lead admin'],
  ['/admin/retention/run', 'admin'],
  ['/admin/models', 'officer lead admin'],
  ['/admin/calibration', 'officer lead admin'],
  ['/admin/audit', 'lead auditor'],
  ['/admin/audit/log.csv', 'lead auditor'],
  ['/admin/audit/verify', 'admin auditor'],
  ['/agency', 'lead'],
  ['/agency/edit', 'lead'],
  ['/agency/people', 'lead'],
  ['/agency/people/invite', 'lead'],
  ['/agency/people/{person}', 'lead'],
  ['/agency/people/{person}/disable', 'lead'],
  ['/agency/people/{person}/enable', 'lead'],
  ['/agency/people/{person}/role', ''],
  ['/agency/people/{person}/reset-second-factor', ''],
  ['/agency/people/invitations/{invitation}/withdraw', 'lead'],
  ['/agency/messages', 'officer lead'],
  ['/agency/webhooks', 'lead'],
  ['/agency/webhooks/new', 'lead'],
  ['/agency/webhooks/{webhook}/remove', 'lead'],
  ['/agency/keys', 'lead'],
  ['/agency/keys/new', 'lead'],
  ['/agency/keys/{key}/revoke', 'lead'],
];

it.each(PAGES)('%s is for: %s', async (template, allowed) => {
  const path = filled(template);
  const may = new Set(allowed.split(' '));
  const statuses = Object.fromEntries(
    await Promise.all(EVERYBODY.map(async (who) => [who, (await readers.get(who, path)).status])),
  );
  const expected = EVERYBODY.map((who) => [who, may.has(who) ? 200 : who === 'public' ? 303 : 403]);
  expect(statuses).toEqual(Object.fromEntries(expected));
});

/** What changes something, without its fields: whoever may not is refused, and nothing happens. */
const CHANGES: readonly (readonly [path: string, who: string])[] = [
  ['/admin/people/{person}/disable', 'admin'],
  ['/admin/people/{person}/role', 'admin'],
  ['/admin/people/{person}/reset-second-factor', 'admin'],
  ['/admin/agencies/new', 'admin'],
  ['/admin/retention/run', 'admin'],
  ['/admin/keys/{key}/revoke', 'admin'],
  ['/agency/people/{person}/disable', 'lead'],
  ['/agency/people/{person}/reset-second-factor', ''],
  ['/agency/edit', 'lead'],
  ['/agency/keys/new', 'lead'],
  ['/agency/webhooks/new', 'lead'],
];

it.each(CHANGES)('POST %s is for: %s, and asks again for what is missing', async (template, allowed) => {
  const may = new Set(allowed.split(' '));
  for (const who of EVERYBODY) {
    const answer = await readers.post(who, filled(template));
    expect([who, answer.status]).toEqual([who, may.has(who) ? 422 : who === 'public' ? 303 : 403]);
    if (may.has(who)) expect(await answer.text()).toContain('id="errors"');
  }
});

it('knows no page for what does not exist, and none of another agency', async () => {
  const other = await makeAgency(test.app);
  const stranger = await test.app.db
    .insertInto('account')
    .values({ name: 'Elsewhere', email: 'elsewhere@agency.example', role: 'officer', agency_id: other.id })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const path of ['/admin/people/none', `/admin/people/${randomUUID()}`, `/admin/agencies/${randomUUID()}`])
    expect((await readers.get('admin', path)).status).toBe(404);
  expect((await readers.get('admin', `/admin/people/${ids.person}/dance`)).status).toBe(404);
  expect((await readers.get('lead', `/agency/people/${stranger.id}`)).status).toBe(404);
  expect((await readers.post('lead', `/agency/people/${stranger.id}/disable`, { reason: 'left' })).status).toBe(404);
  expect(await (await readers.get('lead', '/agency/people')).text()).not.toContain('Elsewhere');
});

it('disables, and says why in the audit log', async () => {
  const path = `/admin/people/${readers.accountId('partner')}`;
  expect((await readers.post('admin', `${path}/disable`, { reason: 'gossip' })).status).toBe(422);
  expect((await readers.post('admin', `${path}/disable`, { reason: 'left' })).status).toBe(303);
  expect((await readers.get('partner', '/admin/models')).status).toBe(303);
  const log = await (await readers.get('auditor', '/admin/audit?action=account.disable')).text();
  expect(log).toContain('left');
  expect((await readers.post('admin', `${path}/enable`, { reason: 'mistake' })).status).toBe(303);
});

it('gives the log as a file that no spreadsheet runs', async () => {
  const file = await readers.get('auditor', '/admin/audit/log.csv?action=account.disable');
  expect(file.headers.get('content-type')).toContain('text/csv');
  const [head, ...lines] = (await file.text()).trimEnd().split('\r\n');
  expect(head?.split(',')).toHaveLength(11);
  expect(lines).toHaveLength(1);
  expect((await readers.get('auditor', '/admin/audit?from=yesterday')).status).toBe(422);
});

it('tells who runs the mail neither whom it is for, nor which child it is about', async () => {
  const { id: agencyId } = await makeAgency(test.app);
  await sql`insert into message (dedupe_key, channel, kind, address, agency_id, state, last_error)
    values (${randomUUID()}, 'email', 'invitation', 'secret.person@agency.example', ${agencyId}, 'bounced',
      '550 <secret.person@agency.example>: no such user')`.execute(test.app.db);
  const page = await (await readers.get('admin', '/admin/messages?state=bounced')).text();
  expect(page).toContain('no such user');
  expect(page).not.toContain('secret.person');
});

it('shows no secret among the settings', async () => {
  const page = await (await readers.get('admin', '/admin/configuration')).text();
  expect(page).toContain('DATABASE_URL');
  expect(page).not.toContain('postgres://');
});

it('erases only when the word was written', async () => {
  expect((await readers.post('admin', '/admin/retention/run', { word: 'no' })).status).toBe(422);
  expect((await readers.post('admin', '/admin/retention/run', { word: ' Erase ' })).status).toBe(303);
  expect(await (await readers.get('admin', '/admin/retention')).text()).toContain('By hand');
});

it('checks the log and shows what it found', async () => {
  expect((await readers.post('auditor', '/admin/audit/verify')).status).toBe(303);
  expect(await (await readers.get('admin', '/admin/audit/verify')).text()).toContain('The log is whole');
  await sql`alter table audit_event disable trigger user`.execute(test.app.db);
  await sql`update audit_event set action = 'nothing' where sequence = 3`.execute(test.app.db);
  expect((await readers.post('auditor', '/admin/audit/verify')).status).toBe(303);
  expect(await (await readers.get('auditor', '/admin/audit/verify')).text()).toContain('broken at row 3');
});

it('sends failed jobs back into the queue', async () => {
  await makeFailedJob();
  expect((await readers.post('admin', `/admin/jobs/${ids.job}/retry`)).status).toBe(303);
  expect((await readers.post('admin', '/admin/jobs/retry')).status).toBe(303);
  expect(await (await readers.get('admin', '/admin/jobs')).text()).toContain('Nothing failed');
});

function filled(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => Object.entries(ids).find(([key]) => key === name)?.[1] ?? '');
}
