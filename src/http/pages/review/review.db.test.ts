import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMPONENTS } from '../../../services/reviews/checklist.ts';
import { makeAgency } from '../../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { makeCaseWithCrop, makeProbeFor } from '../../../testing/reviews.ts';
import { openVisitors, type Visitors } from '../../../testing/visitors.ts';

/** Words that stand in the case and in the sighting, and must stand on no page before the judgement. */
const PLANTED = ['Zuleikha', 'Quartzville', 'Xylophonia', 'HW-TEST', 'S-TEST', '61437', '61,437', '8.8127'];

type Browser = ReturnType<Visitors['visitor']>;

let test: TestPlatform;
let visitors: Visitors;
let agencyId: string;
const people: Record<string, Browser> = {};

beforeAll(async () => {
  test = await openTestPlatform();
  const app = { ...test.app, config: { ...test.app.config, controlRate: 0 } };
  visitors = openVisitors(app);
  const admin = await visitors.firstAdmin();
  agencyId = (await makeAgency(app)).id;
  people.admin = admin.browser;
  for (const role of ['officer', 'lead', 'partner', 'auditor'])
    people[role] = (
      await visitors.member(admin.browser, { role, agencyId: role === 'auditor' ? null : agencyId })
    ).browser;
  people.second = (await visitors.member(admin.browser, { role: 'officer', agencyId })).browser;
  const guardian = await visitors.guardian('meera@example.org');
  await visitors.signIn(guardian, 'meera@example.org');
  people.guardian = guardian;
  people.public = visitors.visitor();
  const child = { child_name: 'Zuleikha Planted', last_place: 'Quartzville' };
  const cases = [await makeCaseWithCrop(app, agencyId, child), await makeCaseWithCrop(app, agencyId, child)];
  const probe = await makeProbeFor(app, cases);
  await app.db.updateTable('candidate').set({ score: 8.8127, one_in: 61_437 }).execute();
  await app.db
    .updateTable('sighting')
    .set({ place: 'Xylophonia', remarks: 'Xylophonia market' })
    .where('id', '=', probe.sighting.id)
    .execute();
});
afterAll(() => test.close());

async function open(who: string, path: string, fields?: Record<string, string>) {
  const browser = people[who];
  const headers = new Headers({ origin: test.app.config.url, 'x-forwarded-for': '203.0.113.9' });
  headers.set('cookie', [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; '));
  const answer = await visitors.server.request(test.app.config.url + path, {
    method: fields ? 'POST' : 'GET',
    headers,
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: answer.status, html: await answer.text(), to: answer.headers.get('location') ?? '' };
}

const findings = (finding: string) => Object.fromEntries(COMPONENTS.map(({ id }) => [`finding-${id}`, finding]));
const planted = (html: string) => PLANTED.filter((word) => html.includes(word));

it('is for officers and leads alone', async () => {
  for (const who of ['officer', 'lead']) expect((await open(who, '/review')).status).toBe(200);
  for (const who of ['partner', 'auditor', 'admin', 'guardian'])
    expect([who, (await open(who, '/review')).status]).toEqual([who, 403]);
  const { status, to } = await open('public', '/review');
  expect([status, to]).toEqual([303, '/account/sign-in?next=%2Freview']);
});

it('goes from the probe to the facts without script, blind until all is judged', async () => {
  expect((await open('officer', '/review')).html).toContain('One face waits for you');
  const { to: session } = await open('officer', '/review/next', {});

  const alone = await open('officer', session);
  expect(planted(alone.html)).toEqual([]);
  expect(alone.html).not.toContain('/images/reviews/pairs/');
  const wrong = await open('officer', session, { visibleMarks: 'Mole on the chin' });
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('Mole on the chin');
  const analysis = { quality: 'usable', visibleMarks: 'Mole on the chin\nGap in the teeth' };
  expect((await open('officer', session, analysis)).to).toBe(session);

  for (const remaining of [2, 1]) {
    const { to: pair } = await open('officer', session);
    expect(pair).toContain('/pairs/');
    const shown = await open('officer', pair);
    expect(planted(shown.html)).toEqual([]);
    expect(shown.html).toContain(`${2 - remaining} of 2 judged`);
    expect((await open('officer', `${session}/facts`)).status).toBe(409);

    const open20 = await open('officer', pair, { ...findings('not-comparable'), 'finding-ears': '' });
    expect(open20.status).toBe(422);
    expect(open20.html).toContain('One part is still open');
    expect(open20.html).toContain('Choose a conclusion.');

    const filled = { ...findings('similar'), conclusion: 'm3', remark: 'Looked twice' };
    const objected = await open('officer', pair, filled);
    expect(objected.html).toContain('Name at least one difference that nothing explains');
    const whole = { ...filled, 'finding-ears': 'different-unexplained' };
    const asked = await open('officer', pair, whole);
    expect(/data-conclusion="true">([^<]*)/.exec(asked.html)?.[1]).toBe('Strong support for different children');
    expect(planted(asked.html)).toEqual([]);
    const recorded = await open('officer', pair, { ...whole, confirm: 'yes' });
    expect(recorded.to).toBe(remaining === 1 ? `${session}/facts` : session);
    expect((await open('officer', pair)).to).toBe(session);
  }

  const facts = await open('officer', `${session}/facts`);
  expect(facts.html).toContain('Zuleikha');
  expect(facts.html).toContain('Xylophonia');
  expect(facts.html).toContain('Strong: about one search in 60,000');
  expect((await open('lead', `${session}/facts`)).status).toBe(404);
  expect((await open('second', session)).status).toBe(404);
});
