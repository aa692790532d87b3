import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakePhoto } from '../../testing/fake-app.ts';
import { makeAccount, makeAgency, makeCandidate, makeCase, makeSightingFace } from '../../testing/makers.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { addReference, runJobs } from '../../testing/search.ts';
import { viewCalibration } from './calibration.ts';

let test: TestPlatform;
let agencyId: string;
let officer: Awaited<ReturnType<typeof makeAccount>>['actor'];
beforeAll(async () => {
  test = await openTestPlatform();
  agencyId = (await makeAgency(test.app)).id;
  officer = (await makeAccount(test.app, 'officer', agencyId)).actor;
});
afterAll(() => test.close());

const CHILDREN = 6;

/** A sighting that raised an alert, as people judged it. */
async function judged(caseId: string, outcome: 'same' | 'different' | null, score = 6): Promise<void> {
  const { face } = await makeSightingFace(test.app);
  const { id } = await makeCandidate(test.app, { faceId: face.id, caseId });
  await test.app.db.updateTable('candidate').set({ score }).where('id', '=', id).execute();
  if (outcome) await test.app.db.insertInto('decision').values({ candidate_id: id, outcome }).execute();
}

it('promises nothing before there is a case, and says so', async () => {
  const view = await viewCalibration(test.app, officer);
  expect(view).toMatchObject({ gallerySize: 0, strangers: 0, mates: 0, histogram: null, det: [] });
  expect(view.outcomes).toEqual({ searches: 0, mated: 0, falseAlerts: 0, openAlerts: 0 });
  for (const { basis } of view.domains) expect(basis).toBe('start');
});

it('shows what it rests on, what was wanted, and what people found', async () => {
  const ids: string[] = [];
  for (let child = 0; child < CHILDREN; child++) {
    const { id } = await makeCase(test.app, agencyId);
    await addReference(test.app, id, fakePhoto({ faces: [child] }));
    ids.push(id);
  }
  await runJobs(test.app);
  const [caseId = ''] = ids;
  for (let mate = 0; mate < 10; mate++) await judged(caseId, 'same', mate - 2);
  for (const outcome of ['different', 'different', null] as const) await judged(caseId, outcome);
  const view = await viewCalibration(test.app, officer);
  expect(view).toMatchObject({ wantedFpir: 0.01, gallerySize: CHILDREN, faces: CHILDREN, mates: 10 });
  expect(view.strangers).toBe(CHILDREN);
  expect(view.outcomes).toEqual({ searches: 13, mated: 10, falseAlerts: 2, openAlerts: 1 });
  for (const shares of [view.histogram?.mated, view.histogram?.nonMated])
    expect(shares?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  const rates = view.det.map(({ fpir, fnir }) => [fpir, fnir] as const);
  expect(rates.at(0)).toEqual([1, 0]);
  for (const [index, [fpir, fnir]] of rates.entries()) {
    const [before, missed] = rates[index - 1] ?? [1, 0];
    expect(fpir <= before && fnir >= missed).toBe(true);
  }
  const oneIn = view.rarity.map((each) => each.oneIn);
  expect(oneIn).toEqual(oneIn.toSorted((a, b) => a - b));
});

it('is for those who work with it', async () => {
  for (const role of ['partner', 'auditor', 'guardian'] as const) {
    const { actor } = await makeAccount(test.app, role, role === 'partner' ? agencyId : null);
    await expect(viewCalibration(test.app, actor)).rejects.toMatchObject({ code: 'forbidden' });
  }
});
