import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { makeAccount, makeAgency, makeCase } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { MapFilter, mapOf } from './overview.ts';
import { placeNear, searchPlaces } from './search.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await openTestPlatform();
});
afterAll(() => platform.close());

const PUBLIC = { kind: 'public' } as const;

describe('towns', () => {
  const search = (text: string) => searchPlaces(platform.app, PUBLIC, '203.0.113.1', text);

  it('are found by how their name begins, with or without marks, the largest first', async () => {
    const [first] = await search('kakin');
    expect(first).toMatchObject({ name: 'Kākināda', country: 'IN', near: expect.any(String) });
    expect(first?.latitude).toBeCloseTo(16.96, 1);
    const [delhi] = await search('Delh');
    expect(delhi).toMatchObject({ name: 'Delhi', country: 'IN' });
  });

  it.each([
    ['दिल्ली', 'Delhi'],
    ['కాకినాడ', 'Kākināda'],
    ['مدريد', 'Madrid'],
  ])('are found in other scripts: %s', async (text, name) => {
    expect((await search(text)).map((place) => place.name)).toContain(name);
  });

  it('are not found by next to nothing', async () => {
    expect(await search('k')).toEqual([]);
    expect(await search('   ')).toEqual([]);
    expect(await search('qqqqq')).toEqual([]);
  });

  it('of the own country come first', async () => {
    const { app } = platform;
    const spanish = { ...app, config: { ...app.config, country: 'ES' } };
    const found = await searchPlaces(spanish, PUBLIC, '203.0.113.2', 'Guadalajara');
    expect(found.map(({ country }) => country).slice(0, 2)).toEqual(['ES', 'MX']);
  });

  it('are told for a point, and for none at sea', async () => {
    const near = (latitude: number, longitude: number) =>
      placeNear(platform.app, PUBLIC, '203.0.113.3', { latitude, longitude });
    expect(await near(40.416, -3.703)).toMatchObject({ name: 'Madrid', country: 'ES' });
    expect(await near(-30, -100)).toBeNull();
  });

  it('are not for copying the list', async () => {
    const all = Array.from({ length: 241 }, () => searchPlaces(platform.app, PUBLIC, '198.51.100.1', 'ma'));
    const refused = (await Promise.allSettled(all)).filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(1);
  });
});

describe('the map of officers', () => {
  const FILTER = MapFilter.parse({ days: 30 });

  it('shows the last places of the own agency, and protected ones to leads alone', async () => {
    const { app } = platform;
    const [ours, theirs] = [await makeAgency(app), await makeAgency(app)];
    const last_seen_at = new Date(app.clock().getTime() - 3 * DAY_MILLISECONDS);
    const open = await makeCase(app, ours.id, { last_seen_at });
    const hidden = await makeCase(app, ours.id, { last_seen_at, is_protected: true, protected_reason: 'refuge' });
    await makeCase(app, theirs.id, { last_seen_at });
    await makeCase(app, ours.id, { last_seen_at: new Date(0) });
    const [officer, lead] = [await makeAccount(app, 'officer', ours.id), await makeAccount(app, 'lead', ours.id)];
    const ids = async (actor: typeof officer.actor | typeof lead.actor) =>
      (await mapOf(app, actor, FILTER)).places.map(({ id }) => id).sort();
    expect(await ids(officer.actor)).toEqual([open.id]);
    expect(await ids(lead.actor)).toEqual([open.id, hidden.id].sort());
  });

  it('is for nobody else', async () => {
    const guardian = await makeAccount(platform.app, 'guardian');
    await expect(mapOf(platform.app, guardian.actor, FILTER)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(mapOf(platform.app, PUBLIC, FILTER)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
