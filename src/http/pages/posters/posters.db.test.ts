import jsQR from 'jsqr';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PosterContent } from '../../../services/posters/content.ts';
import { PAPER, paperOf } from '../../../services/posters/paper.ts';
import { pngOf } from '../../../services/posters/png.ts';
import { makeAgency, makeCase } from '../../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../../testing/platform.ts';
import { openVisitors, type Visitors } from '../../../testing/visitors.ts';

let platform: TestPlatform;
let visitors: Visitors;
let agencyId: string;
let officer: Awaited<ReturnType<Visitors['member']>>;
let stranger: typeof officer;
beforeAll(async () => {
  platform = await openTestPlatform();
  visitors = openVisitors(platform.app);
  const admin = await visitors.firstAdmin();
  ({ id: agencyId } = await makeAgency(platform.app));
  officer = await visitors.member(admin.browser, { role: 'officer', agencyId });
  const other = await makeAgency(platform.app);
  stranger = await visitors.member(admin.browser, { role: 'officer', agencyId: other.id });
});
afterAll(() => platform.close());

const CONTENT: PosterContent = {
  ...{ locale: 'en', direction: 'ltr', title: 'MISSING', name: 'Asha', age: '9 years old now' },
  facts: [{ name: 'Last seen in', value: 'Secunderabad' }],
  ...{ todo: 'Have you seen Asha?', steps: ['Do not approach.'], numbers: [{ number: '112', what: 'Emergency' }] },
  ...{ scan: 'Tell us', url: 'https://homeward.example.org/report?case=0190f0aa-1111-7222-8333-444455556666' },
  ...{ footer: 'Homeward', photoWords: 'Photo', noPhoto: 'No photo' },
};

describe('a poster', () => {
  it.each(['ltr', 'rtl'] as const)('has a code that phones read (%s)', async (direction) => {
    const png = await pngOf(paperOf({ ...CONTENT, direction }, null), {
      width: Math.ceil(PAPER.width),
      height: Math.ceil(PAPER.height),
    });
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(jsQR.default(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(CONTENT.url);
  });

  it('of a public case is there for all, in the language asked for, and says no more than is free', async () => {
    const { id } = await makeCase(platform.app, agencyId, { is_public: true, last_place: 'Secunderabad station' });
    for (const [language, title] of [
      ['en', 'MISSING'],
      ['es', 'DESAPARECIDA'],
    ] as const) {
      const answer = await visitors.server.request(`/children/${id}/poster.pdf?lang=${language}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
      expect(pdf.startsWith('%PDF-1.7')).toBe(true);
      for (const text of [title, 'Asha', 'Secunderabad station', '112']) expect(pdf).toContain(`/ActualText (${text})`);
      expect(pdf).not.toContain('Rao');
    }
  });

  it('says whom to call, where the agency has a phone', async () => {
    const agency = await makeAgency(platform.app, { name: 'Child Rescue Hyderabad', phone: '+91 40 2785 2333' });
    const { id } = await makeCase(platform.app, agency.id, { is_public: true });
    const answer = await visitors.server.request(`/children/${id}/poster.pdf?lang=en`);
    const pdf = Buffer.from(await answer.arrayBuffer()).toString('latin1');
    for (const text of ['112', '+91 40 2785 2333', 'Child Rescue Hyderabad'])
      expect(pdf).toContain(`/ActualText (${text})`);
  });

  it('exists for messengers, too', async () => {
    const { id } = await makeCase(platform.app, agencyId, { is_public: true });
    const answer = await visitors.server.request(`/children/${id}/share.png?lang=te`);
    const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 1200, height: 630 });
  });

  it('does not exist for a case that is not public, is protected or closed, or is not there', async () => {
    const hidden = [
      await makeCase(platform.app, agencyId),
      await makeCase(platform.app, agencyId, { is_protected: true, protected_reason: 'refuge' }),
      await makeCase(platform.app, agencyId, { is_public: true, state: 'resolved' }),
      { id: '0190f0aa-1111-7222-8333-444455556666' },
    ];
    for (const { id } of hidden)
      for (const path of [`/children/${id}/poster.pdf`, `/children/${id}/share.png`])
        expect([path, (await visitors.server.request(path)).status]).toEqual([path, 404]);
  });

  it('is made for the people of the agency, and written down', async () => {
    const { id } = await makeCase(platform.app, agencyId, { is_public: true });
    const quiet = await makeCase(platform.app, agencyId);
    const status = async ({ browser: { cookies } }: typeof officer, caseId: string) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return (await visitors.server.request(`/cases/${caseId}/poster.pdf?lang=hi`, { headers: { cookie } })).status;
    };
    expect(await status(officer, id)).toBe(200);
    expect(await status(officer, quiet.id)).toBe(404);
    expect(await status(stranger, id)).toBe(404);
    expect((await visitors.server.request(`/cases/${id}/poster.pdf`)).status).not.toBe(200);
    const written = await platform.app.db
      .selectFrom('audit_event')
      .select(['action'])
      .where('entity_id', '=', id)
      .where('action', '=', 'case.poster')
      .execute();
    expect(written).toHaveLength(1);
  });
});
