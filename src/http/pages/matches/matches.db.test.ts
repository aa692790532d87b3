import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAgency } from '../../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { judgeAll, makeCaseWithCrop, makeProbeFor } from '../../../testing/reviews.ts';
import { openVisitors, type Visitors } from '../../../testing/visitors.ts';

let test: TestPlatform;
let visitors: Visitors;
let candidateId: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  test = await openTestPlatform();
  visitors = openVisitors(test.app);
  const admin = await visitors.firstAdmin();
  const { id: agencyId } = await makeAgency(test.app, { name: 'Childline' });
  const other = await makeAgency(test.app);
  const actors = [];
  for (const [who, role, place] of [
    ['officer', 'officer', agencyId],
    ['second', 'officer', agencyId],
    ['lead', 'lead', agencyId],
    ['partner', 'partner', agencyId],
    ['stranger', 'officer', other.id],
  ] as const) {
    const { browser, accountId } = await visitors.member(admin.browser, { role, agencyId: place });
    cookies[who] = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (who === 'officer' || who === 'second')
      actors.push({ kind: 'account', accountId, role: 'officer', agencyId } as const);
  }
  await visitors.guardian('meera@example.org', { locale: 'es' });
  const guardian = await test.app.db
    .updateTable('account')
    .set({ locale: 'es' })
    .where('email', '=', 'meera@example.org')
    .returning('id')
    .executeTakeFirstOrThrow();
  const file = await makeCaseWithCrop(test.app, agencyId, { child_name: 'Asha', guardian_id: guardian.id });
  const { candidates } = await makeProbeFor(test.app, [file]);
  candidateId = candidates[0]?.id ?? '';
  for (const actor of actors) await judgeAll(test.app, actor, 3);
});
afterAll(() => test.close());

async function open(who: string, path: string, fields?: Record<string, string>) {
  const headers = { origin: test.app.config.url, 'x-forwarded-for': '203.0.113.9', cookie: cookies[who] ?? '' };
  const answer = await visitors.server.request(test.app.config.url + path, {
    method: fields ? 'POST' : 'GET',
    headers,
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: answer.status, html: await answer.text(), to: answer.headers.get('location') ?? '' };
}

it('goes from an agreed candidate to a guardian who is told, with nothing left out', async () => {
  expect((await open('stranger', '/matches')).html).not.toContain('Asha');
  expect((await open('partner', '/matches')).html).not.toContain('action="/matches"');
  expect((await open('officer', '/matches')).html).toContain('action="/matches"');

  const short = { candidateId, [`factKind-${candidateId}`]: 'mark', [`fact-${candidateId}`]: 'A mole' };
  const refused = await open('officer', '/matches', short);
  expect(refused.status).toBe(422);
  expect(refused.html).toContain('a face alone is not enough');
  expect(refused.html).toContain('>A mole</textarea>');
  const { to: match } = await open('officer', '/matches', {
    ...short,
    [`fact-${candidateId}`]: 'Birthmark behind the left ear',
  });
  expect(match).toMatch(/^\/matches\/[0-9a-f-]{36}$/);
  expect((await open('stranger', match)).status).toBe(404);
  expect((await open('partner', match)).html).not.toContain('/steps"');

  const wrong = await open('officer', `${match}/steps`, { status: 'confirmed', remark: 'Her aunt knew her' });
  expect(wrong.status).toBe(422);
  expect((await open('officer', `${match}/refute`, { reason: '' })).status).toBe(422);
  expect((await open('officer', `${match}/release`, {})).status).toBe(422);
  for (const status of ['agency-contacted', 'welfare-check']) {
    expect((await open('officer', match)).html).not.toMatch(/confirmed reunification(?! \w)<\/h1>/);
    expect((await open('officer', `${match}/steps`, { status, remark: 'Spoken to' })).to).toBe(match);
  }
  expect((await open('officer', match)).html).not.toContain('Hay noticias');
  await open('lead', `${match}/steps`, { status: 'confirmed', remark: 'Her aunt knew her', closeCase: '' });
  const confirmed = await open('officer', match);
  expect(confirmed.html).toContain('Asha: confirmed reunification</h1>');
  expect(confirmed.html).toMatch(/<blockquote[^>]*lang="es"[^>]*>.*Asha.*Childline/s);
  expect((await open('officer', `${match}/release`, {})).to).toBe(match);
  expect((await open('officer', match)).html).toContain('The guardian was told');
  expect((await open('officer', '/matches?status=confirmed')).html).toContain(match);
  expect((await open('officer', '/matches?status=refuted')).html).not.toContain(match);
});
