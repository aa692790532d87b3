import { createECDH, randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openMailer } from '../../adapters/mail.ts';
import type { Platform } from '../../platform.ts';
import { makeCertificate } from '../../testing/certificate.ts';
import { type MailServer, openMailServer } from '../../testing/mail-server.ts';
import { makeAccount, makeAgency, makeCandidate, makeCase, makeSightingFace } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { sendDigests } from './digests.ts';
import { cancelMessage, listMessages, releaseHeldMessage, retryMessage, setAlertPreference } from './messages.ts';
import { pushPublicKey, subscribePush } from './push.ts';
import { raiseAlerts } from './raise.ts';
import { sendMessages } from './send.ts';
import { signature } from './webhook.ts';
import { createWebhook, listOwnWebhooks, removeWebhook } from './webhooks.ts';

interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let test: TestPlatform;
let mail: MailServer;
let app: Platform;
let outside: Server;
let outsideUrl: string;
let status = 200;
const calls: Call[] = [];

beforeAll(async () => {
  [test, mail] = await Promise.all([openTestPlatform(), openMailServer()]);
  outside = createServer(answer);
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  outsideUrl = `http://127.0.0.1:${port}`;
  app = {
    ...test.app,
    config: { ...test.app.config, allowedHosts: new Set([`127.0.0.1:${port}`]) },
    mailer: openMailer(mail.url, 'homeward@police.example'),
  };
});
afterAll(async () => {
  outside.close();
  app.mailer.close();
  await mail.close();
  await test.close();
});
beforeEach(async () => {
  await sql`truncate message, agency, sighting cascade`.execute(app.db);
  (mail.received as unknown[]).length = 0;
  calls.length = 0;
  status = 200;
});

/** A push service of our own: the Push API knows https only, so it has a certificate that nobody has signed. */
async function openPushService() {
  const server = createSecureServer(await makeCertificate(), answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      vi.unstubAllEnvs();
      server.close();
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    calls.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(status).end();
  });
}

async function story(given: Parameters<typeof makeCase>[2] = {}) {
  const agency = await makeAgency(app);
  const officer = await makeAccount(app, 'officer', agency.id);
  const lead = await makeAccount(app, 'lead', agency.id);
  const child = await makeCase(app, agency.id, given);
  const { face } = await makeSightingFace(app);
  const candidate = await makeCandidate(app, { faceId: face.id, caseId: child.id });
  return { agency, officer, lead, child, candidate };
}

it('calls a program with a signature that it can check, and no name', async () => {
  const { lead, child, candidate } = await story();
  const { secret } = await createWebhook(app, lead.actor, { url: `${outsideUrl}/hook`, events: ['candidate-alert'] });
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  const [call, ...others] = calls;
  expect(others).toEqual([]);
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signed } = call?.headers ?? {};
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect(signed).toBe(`v1,${signature(key, `${id}.${timestamp}.${call?.body}`)}`);
  expect(JSON.parse(String(call?.body))).toMatchObject({
    type: 'candidate-alert',
    data: { caseId: child.id, candidateId: candidate.id, strength: 'strong', oneIn: 2500 },
  });
  expect(String(call?.body)).not.toMatch(/Asha|Vijayawada|Secunderabad/);
});

it('calls again when the program fails, and no program for a protected case or after its removal', async () => {
  const { lead, candidate } = await story();
  const { id } = await createWebhook(app, lead.actor, { url: outsideUrl, events: ['candidate-alert'] });
  status = 500;
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  status = 200;
  test.setClock({ seconds: 31 });
  await sendMessages(app);
  expect(calls.map(({ headers }) => headers['webhook-id'])).toHaveLength(2);
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

  const secret = await story({ is_protected: true, protected_reason: 'refuge' });
  await createWebhook(app, secret.lead.actor, { url: outsideUrl, events: ['candidate-alert'] });
  await raiseAlerts(app, { candidateId: secret.candidate.id });
  await removeWebhook(app, lead.actor, id);
  await sendMessages(app);
  expect(calls).toHaveLength(2);
  expect(await listOwnWebhooks(app, lead.actor)).toEqual([]);
});

it.each([
  'http://example.org/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://10.1.2.3/',
  'https://user:pw@a.example',
  'ftp://a',
])('keeps no webhook to %s', async (url) => {
  const { lead } = await story();
  await expect(createWebhook(app, lead.actor, { url, events: ['candidate-alert'] })).rejects.toMatchObject({
    code: 'invalid',
  });
});

it('does not call a name that leads inside', async () => {
  const { lead, candidate } = await story();
  await createWebhook(app, lead.actor, { url: 'https://localhost:9/', events: ['candidate-alert'] });
  await raiseAlerts(app, { candidateId: candidate.id });
  await sendMessages(app);
  const [row] = await listMessages(app, lead.actor, { before: null, limit: 10, state: 'queued' });
  expect(row?.lastError).toContain('own network');
});

it('lets only a lead set up webhooks', async () => {
  const { officer } = await story();
  await expect(
    createWebhook(app, officer.actor, { url: outsideUrl, events: ['candidate-alert'] }),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('tells a device in an encrypted message, and forgets one that is gone', async () => {
  const { officer, candidate } = await story();
  expect(Buffer.from(pushPublicKey(app), 'base64url')).toHaveLength(65);
  const service = await openPushService();
  const there = { ...app, config: { ...app.config, allowedHosts: new Set([service.host]) } };
  const browser = createECDH('prime256v1');
  const keys = { p256dh: browser.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
  await subscribePush(there, officer.actor, { endpoint: `https://${service.host}/push`, keys });
  await raiseAlerts(there, { candidateId: candidate.id });
  await sendMessages(there);
  expect(calls[0]).toMatchObject({ path: '/push', headers: { 'content-encoding': 'aes128gcm' } });
  expect(calls[0]?.headers.authorization).toMatch(/^vapid t=/);
  status = 410;
  const again = { state: 'queued', next_attempt_at: app.clock() };
  await app.db.updateTable('message').set(again).where('channel', '=', 'push').execute();
  await sendMessages(there);
  expect(await app.db.selectFrom('push_subscription').selectAll().execute()).toEqual([]);
  await service.close();
});

it('gathers the alerts of an hour for whoever wants that', async () => {
  const { officer, lead, child, candidate } = await story();
  await setAlertPreference(app, officer.actor, { channel: 'email', mode: 'digest' });
  await setAlertPreference(app, lead.actor, { channel: 'email', mode: 'off' });
  const second = await makeCandidate(app, { faceId: (await makeSightingFace(app)).face.id, caseId: child.id });
  for (const { id } of [candidate, second]) await raiseAlerts(app, { candidateId: id });
  await sendMessages(app);
  expect(mail.received).toEqual([]);
  await Promise.all([sendDigests(app), sendDigests(app)]);
  await sendMessages(app);
  expect(mail.received.map(({ subject }) => subject)).toEqual(['2 candidates wait for review']);
  expect(mail.received[0]?.text?.match(/Asha Rao/g)).toHaveLength(2);
});

it('lets an officer release, retry and cancel messages of the own agency only', async () => {
  const { officer, candidate } = await story();
  const stranger = await makeAccount(app, 'officer', (await makeAgency(app)).id);
  await raiseAlerts({ ...app, config: { ...app.config, isMailRelayed: true } }, { candidateId: candidate.id });
  const held = await listMessages(app, officer.actor, { before: null, limit: 10, state: 'held' });
  const [first, second] = held.map(({ id }) => id);
  if (!first || !second) throw new Error('two messages are held');
  expect(await listMessages(app, stranger.actor, { before: null, limit: 10 })).toEqual([]);
  await expect(releaseHeldMessage(app, stranger.actor, first)).rejects.toMatchObject({ code: 'not-found' });
  await releaseHeldMessage(app, officer.actor, first);
  await cancelMessage(app, officer.actor, second);
  await expect(releaseHeldMessage(app, officer.actor, second)).rejects.toMatchObject({ code: 'conflict' });
  mail.refuseWith({ code: 550, at: 'recipient' });
  await sendMessages(app);
  mail.refuseWith(null);
  await retryMessage(app, officer.actor, first);
  await sendMessages(app);
  expect(mail.received).toHaveLength(1);
});

it('hides messages about protected cases from whoever is no lead', async () => {
  const { officer, lead, candidate } = await story({ is_protected: true, protected_reason: 'refuge' });
  await raiseAlerts(app, { candidateId: candidate.id });
  expect(await listMessages(app, officer.actor, { before: null, limit: 10 })).toEqual([]);
  expect(await listMessages(app, lead.actor, { before: null, limit: 10 })).toHaveLength(1);
});
