import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { hashToken, newToken } from '../../services/accounts/tokens.ts';
import { makeAccount } from '../makers.ts';
import { PASSWORD } from '../visitors.ts';
import type { CallMaker } from './call.ts';
import { word } from './canaries.ts';
import { unique, type World } from './world.ts';

const nothing: CallMaker = async () => ({});
const page: CallMaker = async () => ({ query: 'limit=100' });
const sending =
  (json: () => object): CallMaker =>
  async () => ({ json: json() });

/** A colleague of agency A, who is nobody else here. */
const colleague =
  (json?: (world: World) => object): CallMaker =>
  async (world) => {
    const { id } = await makeAccount(world.app, 'officer', world.callers.agencyId);
    return { params: { id }, ...(json ? { json: json(world) } : {}) };
  };

async function makeInvitation({ app, callers }: World, email = `${word('invited')}-${unique()}@agency.example`) {
  const token = newToken();
  const { id } = await app.db
    .insertInto('invitation')
    .values({
      ...{ token_hash: hashToken(token), email, role: 'officer', agency_id: callers.agencyId },
      expires_at: new Date(app.clock().getTime() + 86_400_000),
      created_at: app.clock(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token };
}

/** A job that failed for good, as pg-boss keeps it. */
async function makeFailedJob({ app }: World): Promise<string> {
  const id = randomUUID();
  const data = JSON.stringify({ caseId: randomUUID(), reason: 'again' });
  await sql`insert into pgboss.job (id, name, data, source_name)
    values (${id}, 'dead-letters', ${data}::jsonb, 'search-case')`.execute(app.db);
  return id;
}

/** How to call what is about people, their agencies and their programs. */
export const PEOPLE_CALLS: Readonly<Record<string, CallMaker>> = {
  'GET /account': nothing,
  'PATCH /account': sending(() => ({ timeZone: 'Asia/Kolkata' })),
  'PUT /account/password': sending(() => ({ currentPassword: PASSWORD, newPassword: PASSWORD })),
  'GET /sessions': nothing,
  'DELETE /sessions': nothing,
  'DELETE /sessions/{id}': async ({ app, callers }) => {
    const { id } = await app.db
      .insertInto('session')
      .values({
        token: unique(),
        user_id: callers.byName('officer A').accountId,
        user_agent: word('browser'),
        expires_at: new Date(Date.now() + 3_600_000),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { params: { id } };
  },
  'GET /accounts': page,
  'GET /accounts/{id}': colleague(),
  'PUT /accounts/{id}/role': colleague(({ callers }) => ({ role: 'officer', agencyId: callers.agencyId })),
  'POST /accounts/{id}/disable': colleague(),
  'POST /accounts/{id}/enable': colleague(),
  'POST /accounts/{id}/reset-second-factor': colleague(),
  'POST /invitations': async ({ callers }) => ({
    json: { email: `${word('invited')}-${unique()}@agency.example`, role: 'officer', agencyId: callers.agencyId },
  }),
  'GET /invitations': nothing,
  'DELETE /invitations/{id}': async (world) => ({ params: { id: (await makeInvitation(world)).id } }),
  'POST /invitations/look': async (world) => ({
    json: { token: (await makeInvitation(world, 'somebody@agency.example')).token },
  }),
  'POST /invitations/accept': async (world) => {
    const { token } = await makeInvitation(world, `somebody-${unique()}@agency.example`);
    return { json: { token, name: 'Staff Person', password: PASSWORD } };
  },
  'GET /agencies': nothing,
  'POST /agencies': sending(() => ({ name: `Agency ${unique()}`, kind: 'police', country: 'IN' })),
  'PATCH /agencies/{id}': async ({ callers }) => ({ params: { id: callers.agencyId }, json: { phone: '100' } }),
  'GET /keys': nothing,
  'POST /keys': sending(() => ({ name: 'Import', scopes: ['cases:read'] })),
  'DELETE /keys/{id}': async ({ app, callers }) => {
    const [agency_id, created_by] = [callers.agencyId, callers.byName('lead A').accountId];
    const key = {
      agency_id,
      created_by,
      name: word('key'),
      prefix: 'hw_0',
      key_hash: hashToken(newToken()),
      scopes: [],
    };
    const { id } = await app.db.insertInto('api_key').values(key).returning('id').executeTakeFirstOrThrow();
    return { params: { id } };
  },
  'GET /alert-preferences': nothing,
  'PUT /alert-preferences': sending(() => ({ channel: 'email', mode: 'at-once' })),
  'GET /webhooks': nothing,
  'POST /webhooks': sending(() => ({ url: 'https://hooks.example.org/new', events: ['candidate-alert'] })),
  'DELETE /webhooks/{id}': async ({ app, callers }) => {
    const url = `https://${word('webhook')}.example.org`;
    const [agency_id, created_by] = [callers.agencyId, callers.byName('lead A').accountId];
    const row = { agency_id, created_by, url, events: ['candidate-alert'], sealed_secret: Buffer.alloc(1) };
    const { id } = await app.db.insertInto('webhook').values(row).returning('id').executeTakeFirstOrThrow();
    return { params: { id } };
  },
  'GET /push/key': nothing,
  'PUT /push/subscription': sending(() => ({
    endpoint: `https://push.example.org/${unique()}`,
    keys: { p256dh: 'a', auth: 'b' },
  })),
  'DELETE /push/subscription': sending(() => ({ endpoint: 'https://push.example.org/none' })),
  'GET /audit-events': page,
  'POST /audit-events/verify': nothing,
  'GET /jobs': nothing,
  'GET /jobs/failed': nothing,
  'POST /jobs/failed/{id}/retry': async (world) => ({ params: { id: await makeFailedJob(world) } }),
  'GET /system/health': nothing,
};
