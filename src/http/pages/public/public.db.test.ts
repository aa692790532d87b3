import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakePhoto } from '../../../testing/fake-app.ts';
import { makeAgency, makeCase } from '../../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { addReference, forgetEverything, runJobs } from '../../../testing/search.ts';
import { httpServer } from '../../server.ts';

let test: TestPlatform;
let server: ReturnType<typeof httpServer>;
let agencyId: string;
beforeAll(async () => {
  test = await openTestPlatform();
  server = httpServer(test.app);
});
afterAll(() => test.close());
beforeEach(async () => {
  await forgetEverything(test.app);
  ({ id: agencyId } = await makeAgency(test.app));
});

const look = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await server.request(path, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const publicCase = (more: object = {}) => makeCase(test.app, agencyId, { is_public: true, ...more });

describe('pages of the public', () => {
  it.each(['/', '/emergency', '/missing', '/children', '/privacy', '/accessibility', '/report', '/follow'])(
    '%s has one heading, and nothing that an attribute styles',
    async (path) => {
      const { status, text } = await look(path);
      expect(status).toBe(200);
      expect(text.match(/<h1/g)).toHaveLength(1);
      expect(text).not.toMatch(/\sstyle=|<script(?![^>]*src=)/);
      expect(Buffer.byteLength(text)).toBeLessThan(90_000);
    },
  );

  it.each([
    ['?country=IN', {}, '112', 'India'],
    ['', { cookie: 'homeward-zone=Asia/Kolkata' }, '112', 'India'],
    ['', { 'accept-language': 'en-GB' }, '999', 'United Kingdom'],
    ['?country=XQ', {}, '112', 'Nearly everywhere'],
  ])('show whom to call: %s %o', async (query, headers, number, where) => {
    const { text } = await look(`/emergency${query}`, headers);
    expect(text).toContain(`href="tel:${number}"`);
    expect(text).toContain(where);
  });

  it('tell programs what they may keep, and whom to write to', async () => {
    const security = (await look('/.well-known/security.txt')).text;
    expect(security).toContain('Contact: mailto:homeward@localhost\n');
    expect(security).toContain('Expires: 2026-11-28T12:00:00.000Z');
    const robots = (await look('/robots.txt')).text;
    expect(robots).toContain('Disallow: /follow\n');
    expect(robots).not.toContain('/children');
  });
});

describe('children whose families want the public to know', () => {
  it('are shown with first name, age and description alone', async () => {
    const { id } = await publicCase();
    await test.app.db
      .updateTable('case_file')
      .set({ medical_needs: 'asthma', police_reference: 'FIR 12/2024', circumstances: 'after a quarrel' })
      .execute();
    const { status, headers, text } = await look(`/children/${id}`);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache']);
    for (const shown of ['Asha is missing', '9 years old', 'Secunderabad station', 'noindex, nofollow, noarchive'])
      expect(text).toContain(shown);
    for (const hidden of ['Rao', 'asthma', 'FIR 12', 'quarrel', 'HW-TEST']) expect(text).not.toContain(hidden);
    expect((await look('/children')).text).toContain(`/children/${id}`);
    const events = test.app.db.selectFrom('audit_event').select(['action', 'entity_id']).orderBy('sequence', 'desc');
    expect(await events.limit(2).execute()).toEqual([
      { action: 'case.list-public', entity_id: null },
      { action: 'case.view-public', entity_id: id },
    ]);
  });

  it.each([
    ['private', { is_public: false }],
    ['closed', { state: 'resolved' }],
    ['a draft', { state: 'draft' }],
    // The database itself lets no protected case be public.
    ['protected', { is_public: false, is_protected: true, protected_reason: 'refuge' }],
  ])('are not there when the case is %s', async (_, columns) => {
    const { id } = await publicCase(columns);
    await addReference(test.app, id, fakePhoto({ faces: [1] }));
    await runJobs(test.app);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const rest of ['', '/photo']) {
      const [hidden, none] = [await look(`/children/${id}${rest}`), await look(`/children/${nowhere}${rest}`)];
      expect([hidden.status, hidden.text]).toEqual([404, none.text]);
    }
    expect((await look('/children')).text).not.toContain(id);
    expect((await look(`/children?after=${id}`)).text).not.toContain('/photo');
  });

  it('are listed a page at a time, each once', async () => {
    for (let count = 0; count < 14; count++) await publicCase({ child_name: `Child${count} Rao` });
    const first = (await look('/children')).text;
    const next = /\/children\?after=[0-9a-f-]+/.exec(first)?.[0] ?? '';
    const second = (await look(next)).text;
    const names = [...`${first}${second}`.matchAll(/<strong>(Child\d+)<\/strong>/g)].map(([, name]) => name);
    expect(names).toHaveLength(14);
    expect(new Set(names).size).toBe(14);
  });

  it('are shown in the photo without others, or by the face alone', async () => {
    const { id } = await publicCase();
    const photoId = await addReference(test.app, id, fakePhoto({ faces: [1, 2] }));
    await runJobs(test.app);
    expect((await look(`/children/${id}/photo`)).status).toBe(404);
    await test.app.db.updateTable('face').set({ is_chosen: true }).where('position', '=', 1).execute();
    expect((await look(`/children/${id}/photo`)).text).toContain('face 2');
    await addReference(test.app, id, fakePhoto({ faces: [2], remark: 'alone' }));
    await runJobs(test.app);
    const { headers, text } = await look(`/children/${id}/photo`);
    expect(text).toContain('display copy');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toContain('private');
    await test.app.db.deleteFrom('photo').where('id', '=', photoId).execute();
  });
});
