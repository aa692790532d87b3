import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, PUBLIC } from '../../core/actor.ts';
import { makePeopleAfresh, type People } from '../../testing/case-people.ts';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, addSighting, runJobs } from '../../testing/search.ts';
import { linkSighting, setSightingState, unlinkSighting, viewContact, viewSighting } from './inbox.ts';
import { listSightingsFor, SightingFilter, type SightingSort } from './listing.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

async function makeSighting(country: string | null, faces: number[] = []) {
  const photo = fakePhoto({ faces, remark: `${Math.random()}` });
  const { sightingId } = await addSighting(test.app, photo, { remarks: 'red shirt' });
  await test.app.db.updateTable('sighting').set({ country }).where('id', '=', sightingId).execute();
  return sightingId;
}

async function listed(actor: Actor, filter: Partial<SightingFilter> = {}, sort: SightingSort = 'newest') {
  const given = { ...SightingFilter.parse({}), ...filter };
  const { items } = await listSightingsFor(test.app, actor, given, { sort });
  return items.map(({ id }) => id);
}

describe('the inbox', () => {
  it('shows sightings of one’s country, of nobody knows where, and those connected with own cases', async () => {
    const [near, nowhere, far, linked] = [
      await makeSighting('IN'),
      await makeSighting(null),
      await makeSighting('FR'),
      await makeSighting('FR'),
    ];
    const child = await makeCase(test.app, people.agency.id);
    await linkSighting(test.app, people.officer, linked, { caseId: child.id, reason: 'The same clothing' });
    expect(new Set(await listed(people.officer))).toEqual(new Set([near, nowhere, linked]));
    expect(await listed(people.officer, { scope: 'linked' })).toEqual([linked]);
    expect(new Set(await listed(people.otherOfficer))).toEqual(new Set([near, nowhere]));
    expect(new Set(await listed(people.otherOfficer, { scope: 'everywhere' }))).toEqual(
      new Set([near, nowhere, far, linked]),
    );
    await unlinkSighting(test.app, people.officer, linked, child.id);
    expect(await listed(people.officer, { scope: 'linked' })).toEqual([]);
  });

  it('goes on page by page, the newest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.unshift(await makeSighting('IN'));
    const seen: string[] = [];
    let after = null;
    do {
      const page = await listSightingsFor(test.app, people.officer, SightingFilter.parse({}), { after, limit: 2 });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toEqual(ids);
  });

  it('narrows to days, photos and the place of a case, and sorts', async () => {
    const child = await makeCase(test.app, people.agency.id);
    const [near, far, nowhere] = [await makeSighting('IN'), await makeSighting('IN', [1]), await makeSighting('IN')];
    const put = (id: string, columns: object) =>
      test.app.db.updateTable('sighting').set(columns).where('id', '=', id).execute();
    await put(near, { latitude: 17.5, longitude: 78.6, created_at: new Date('2026-05-01T00:00:00Z') });
    await put(far, { latitude: 28.6, longitude: 77.2, created_at: new Date('2026-05-31T00:00:00Z') });
    await put(nowhere, { created_at: new Date('2026-05-30T00:00:00Z'), seen_at: new Date('2026-05-31T00:00:00Z') });
    await test.app.db.deleteFrom('photo').where('sighting_id', '=', nowhere).execute();
    expect(await listed(people.officer, { caseId: child.id })).toEqual([nowhere, near]);
    expect(await listed(people.officer, { days: 7 })).toEqual([far, nowhere]);
    expect(await listed(people.officer, { hasPhoto: false })).toEqual([nowhere]);
    expect(await listed(people.officer, {}, 'oldest')).toEqual([near, nowhere, far]);
    expect((await listed(people.officer, {}, 'seen'))[0]).toBe(nowhere);
    await expect(listed(people.otherOfficer, { caseId: child.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves out what is done, and shows it to who asks', async () => {
    const id = await makeSighting('IN');
    for (const [state, isListed] of [
      ['seen', true],
      ['closed', false],
      ['spam', false],
      ['new', true],
    ] as const) {
      await setSightingState(test.app, people.officer, id, { state });
      expect([state, (await listed(people.otherOfficer)).length === 1]).toEqual([state, isListed]);
      expect(await listed(people.otherOfficer, { state })).toEqual([id]);
    }
  });

  it('is for officers, leads and programs with the scope', async () => {
    const id = await makeSighting('IN');
    const program = { ...people.program, scopes: ['sightings:read'] } as const;
    for (const actor of [people.officer, people.lead, people.otherLead, program])
      expect(await listed(actor)).toEqual([id]);
    for (const [actor, code] of [
      [PUBLIC, 'unauthenticated'],
      [people.guardian, 'forbidden'],
      [people.partner, 'forbidden'],
      [people.admin, 'forbidden'],
      [people.auditor, 'forbidden'],
      [people.program, 'forbidden'],
    ] as const) {
      await expect(listed(actor)).rejects.toMatchObject({ code });
      await expect(viewSighting(test.app, actor, id)).rejects.toMatchObject({ code });
      await expect(setSightingState(test.app, actor, id, { state: 'spam' })).rejects.toMatchObject({ code });
    }
    await expect(setSightingState(test.app, program, id, { state: 'spam' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a sighting', () => {
  it('is shown with all that was sent, and written down', async () => {
    const id = await makeSighting('IN', [1, 2]);
    await test.app.db
      .updateTable('sighting')
      .set({ contact: JSON.stringify({ phone: '+91 1' }) })
      .execute();
    await runJobs(test.app);
    const view = await viewSighting(test.app, people.officer, id);
    expect(view).toMatchObject({
      id,
      remarks: 'red shirt',
      contact: { phone: '+91 1' },
      photos: [{ faces: [{}, {}] }],
    });
    const program = { ...people.program, scopes: ['sightings:read'] } as const;
    expect((await viewSighting(test.app, program, id)).contact).toBeNull();
    const events = await test.app.db.selectFrom('audit_event').select(['action', 'entity_id', 'actor_kind']).execute();
    expect(events.filter(({ action }) => action === 'sighting.view')).toEqual([
      { action: 'sighting.view', entity_id: id, actor_kind: 'account' },
      { action: 'sighting.view', entity_id: id, actor_kind: 'api-key' },
    ]);
    await expect(viewSighting(test.app, people.officer, crypto.randomUUID())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('tells how to reach the reporter to who says why, on record', async () => {
    const id = await makeSighting('IN');
    await test.app.db
      .updateTable('sighting')
      .set({ contact: JSON.stringify({ phone: '+91 1' }) })
      .execute();
    expect(await viewContact(test.app, people.officer, id, 'ask')).toEqual({ phone: '+91 1' });
    const events = await test.app.db.selectFrom('audit_event').select(['action', 'reason_code', 'entity_id']).execute();
    expect(events.at(-1)).toEqual({ action: 'sighting.contact', reason_code: 'ask', entity_id: id });
    const program = { ...people.program, scopes: ['sightings:read'] } as const;
    for (const actor of [people.partner, people.guardian, program])
      await expect(viewContact(test.app, actor, id, 'ask')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is connected with own cases only, once, and by people', async () => {
    const id = await makeSighting('IN');
    const child = await makeCase(test.app, people.agency.id);
    const link = (actor: Actor) => linkSighting(test.app, actor, id, { caseId: child.id, reason: 'The same marks' });
    await expect(link(people.otherOfficer)).rejects.toMatchObject({ code: 'not-found' });
    await expect(link(people.partner)).rejects.toMatchObject({ code: 'forbidden' });
    await link(people.officer);
    await expect(link(people.officer)).rejects.toMatchObject({ code: 'conflict' });
    const links = async (actor: Actor) => (await viewSighting(test.app, actor, id)).links;
    expect(await links(people.colleague)).toEqual([
      { caseId: child.id, number: child.number, reason: 'The same marks' },
    ]);
    expect(await links(people.otherLead)).toEqual([]);
  });

  it('looks to everybody but the lead as if a protected child had not been found in it', async () => {
    const far = await makeSighting('FR', [5]);
    const hidden = await makeCase(test.app, people.agency.id, { is_protected: true, protected_reason: 'refuge' });
    const outsiders = [people.officer, people.otherOfficer, people.otherLead];
    const looks = () =>
      Promise.all(
        outsiders.map(async (actor) => [
          await listed(actor),
          await listed(actor, { scope: 'linked' }),
          { ...(await viewSighting(test.app, actor, far)), photos: [] },
        ]),
      );
    const before = await looks();
    await addReference(test.app, hidden.id, fakePhoto({ faces: [5], remark: 'reference' }), { capturedOn: '2025-01' });
    await runJobs(test.app);
    expect(await test.app.db.selectFrom('candidate').select('case_id').execute()).toEqual([{ case_id: hidden.id }]);
    expect(await listed(people.lead, { scope: 'linked' })).toEqual([far]);
    await linkSighting(test.app, people.lead, far, { caseId: hidden.id, reason: 'The same child' });
    expect(await looks()).toEqual(before);
    await expect(
      linkSighting(test.app, people.officer, far, { caseId: hidden.id, reason: 'Guessed' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
