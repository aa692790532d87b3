import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../core/actor.ts';
import { makePeopleAfresh, type People } from '../testing/case-people.ts';
import { makeAccount, makeCase } from '../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { makeCaseWithCrop, makeProbeFor } from '../testing/reviews.ts';
import { writeNote } from './cases/notes.ts';
import { viewDesk } from './desk.ts';

let test: TestPlatform;
let people: People;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(async () => {
  people = await makePeopleAfresh(test.app);
});

const PROTECTED = { is_protected: true, protected_reason: 'refuge' };

async function needsOf(actor: Actor) {
  const { needs } = await viewDesk(test.app, actor, 'Asia/Kolkata');
  return Object.fromEntries(needs.map(({ kind, count }) => [kind, count]));
}

async function makeMatch(caseId: string, status: string) {
  const { candidates } = await makeProbeFor(test.app, [{ id: caseId }]);
  const { accountId } = people.officer;
  await test.app.db
    .insertInto('match')
    .values({
      candidate_id: candidates[0]?.id ?? '',
      case_id: caseId,
      fact_kind: 'mark',
      fact: 'A scar',
      status,
      recorded_by: accountId,
    })
    .execute();
}

describe('the desk', () => {
  it('tells what waits, each to whom it concerns, and nothing of what does not', async () => {
    expect(await needsOf(people.officer)).toEqual({});
    const child = await makeCaseWithCrop(test.app, people.agency.id);
    await makeProbeFor(test.app, [child]);
    expect(await needsOf(people.officer)).toEqual({ reviews: 1, alerts: 1, sightings: 1, unassigned: 1 });
    expect(await needsOf(people.partner)).toEqual({ alerts: 1, unassigned: 1 });
    expect(await needsOf(people.otherOfficer)).toEqual({ sightings: 1 });
    for (const actor of [people.guardian, people.admin, people.auditor])
      await expect(needsOf(actor)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('tells officers nothing of a protected case', async () => {
    await makeProbeFor(test.app, [await makeCaseWithCrop(test.app, people.agency.id, PROTECTED)]);
    expect(await needsOf(people.officer)).toEqual({ sightings: 1 });
    expect(await needsOf(people.lead)).toMatchObject({ alerts: 1, sightings: 1, unassigned: 1 });
  });

  it('counts families until somebody answers, and messages that bounced', async () => {
    const { actor: guardian } = await makeAccount(test.app, 'guardian');
    const file = await makeCase(test.app, people.agency.id, { guardian_id: guardian.accountId });
    const note = (actor: Actor) =>
      writeNote(test.app, actor, file.id, { text: 'Is there news?', visibility: 'guardian' });
    await note(guardian);
    expect(await needsOf(people.officer)).toMatchObject({ messages: 1 });
    test.setClock({ seconds: 60 });
    await note(people.officer);
    expect(await needsOf(people.officer)).not.toHaveProperty('messages');
    await test.app.db
      .insertInto('message')
      .values({
        ...{
          dedupe_key: 'a',
          channel: 'email',
          kind: 'candidate-alert',
          address: 'x@agency.example',
          state: 'bounced',
        },
        ...{ agency_id: people.agency.id, case_id: file.id },
      })
      .execute();
    expect(await needsOf(people.officer)).toMatchObject({ mails: 1 });
  });

  it('counts children who were found, not candidates, and protected ones for the lead alone', async () => {
    await makeMatch((await makeCaseWithCrop(test.app, people.agency.id)).id, 'confirmed');
    await makeMatch((await makeCaseWithCrop(test.app, people.agency.id)).id, 'verified');
    await makeMatch((await makeCaseWithCrop(test.app, people.agency.id, PROTECTED)).id, 'confirmed');
    await makeMatch((await makeCaseWithCrop(test.app, people.otherAgency.id)).id, 'confirmed');
    const found = async (actor: Actor) => (await viewDesk(test.app, actor, 'UTC')).reunited;
    expect(await found(people.officer)).toMatchObject({ ours: 1, all: 2 });
    expect(await found(people.lead)).toMatchObject({ ours: 2, all: 2 });
  });

  it('counts reports by the days of the reader, today last', async () => {
    await makeProbeFor(test.app, []);
    test.setClock(new Date('2026-06-01T20:00:00Z'));
    await test.app.db
      .updateTable('sighting')
      .set({ created_at: new Date('2026-06-01T19:00:00Z') })
      .execute();
    const { days } = await viewDesk(test.app, people.officer, 'Asia/Kolkata');
    expect(days.length).toBe(14);
    expect(days.at(-1)).toEqual({ day: '2026-06-02', count: 1 });
    expect((await viewDesk(test.app, people.officer, 'UTC')).days.at(-1)).toEqual({ day: '2026-06-01', count: 1 });
  });
});
