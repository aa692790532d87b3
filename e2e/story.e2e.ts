import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewCertificates } from '../src/services/purge/certificate.ts';
import { COMPONENTS } from '../src/services/reviews/checklist.ts';
import { runJobs } from '../src/testing/search.ts';
import { AGENCY, CHILD, FAMILY, openStory, SAMPLES, wordsOf } from './story-world.ts';

const { childName: NAME, lastPlace: LAST_PLACE, marks } = CHILD;
/** Words of the report. */
const [SEEN_AT, SEEN] = ['Xylophonia', 'A yellow dress'];
/** What the first reviewer writes, for nobody else. */
const FIRST_REMARK = 'The left ear settles it';

let story: Awaited<ReturnType<typeof openStory>>;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.close());

it('brings a child home: a report, two people who judge blind, a release, and nothing left of the face', async () => {
  const { app, staff } = story;
  const quiet = await wordsOfGuardian();
  const inbox = await openInbox();
  const code = await report('i01/A.jpg');
  await inbox.showsTheReport();
  const told = await wordsOfReporter(code);

  await runJobs(app);
  for (const address of staff) expect(subjectsTo(address)).toContainEqual(`${number()}: a sighting may show ${NAME}`);
  await judge('first', FIRST_REMARK);
  await judge('second', 'Both ears alike');
  await agree();

  const match = await recordFact();
  await runJobs(app);
  for (const address of staff)
    expect(subjectsTo(address)).toContainEqual(`${number()}: two reviewers agree on ${NAME}`);
  for (const step of ['agency contacted', 'welfare check done', 'confirmed reunification']) {
    await guardianKnowsNothing(quiet);
    await advance(match, step);
  }
  await guardianKnowsNothing(quiet);
  await release(match);
  await guardianKnows();

  await close();
  await nothingIsLeft();
  expect(await wordsOfReporter(code)).toBe(told);
});

/** Somebody of the public, with a phone, sends a photo. @returns the tracking code */
async function report(photo: string): Promise<string> {
  const { reporter: page, caseId } = story;
  await page.goto(`/children/${caseId}`);
  expect(await page.locator('h1').textContent()).toBe('Zuleikha is missing');
  await page.goto('/report');
  const next = () => page.locator('section.step:not([hidden])').getByRole('button', { name: 'Next' }).click();
  await page.locator('input[type="file"]').setInputFiles(new URL(photo, SAMPLES).pathname);
  await next();
  await page.getByLabel('Where was the child?').fill(SEEN_AT);
  await page.getByLabel('Just now').check();
  await next();
  await page.getByLabel('What else did you see?').fill(SEEN);
  await next();
  await next();
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.waitForURL('**/report/sent');
  return (await page.locator('.tracking-code').textContent()) ?? '';
}

/** What the reporter reads with the code: it rests on what they sent, and on nothing else. */
async function wordsOfReporter(code: string): Promise<string> {
  const { reporter: page } = story;
  expect((await page.goto(`/follow/${code}`))?.status()).toBe(200);
  const words = await wordsOf(page, { withTimes: true });
  expect(words).toContain('To protect children we cannot say what comes of it.');
  expect(words.replace('cases of missing children', '')).not.toMatch(/match|found|candidate|similar|case|review/i);
  for (const word of ['Zuleikha', LAST_PLACE]) expect(words).not.toContain(word);
  return words;
}

/** The inbox of an officer, open before anything happens. */
async function openInbox() {
  const { officer: page } = story;
  const stream = page.waitForResponse((response) => response.url().includes('/live?'));
  await page.goto('/sightings');
  expect((await stream).status()).toBe(200);
  expect(await page.locator('.sighting-row').count()).toBe(0);
  let loads = 0;
  page.on('load', () => loads++);
  return {
    async showsTheReport() {
      await page.waitForSelector(`.sighting-row >> text=${SEEN_AT}`, { timeout: 5000 });
      expect(loads).toBe(0);
    },
  };
}

function mailsTo(address: string) {
  return story.mail.received.filter(({ to }) => to && 'text' in to && to.text === address);
}

function subjectsTo(address: string): (string | undefined)[] {
  return mailsTo(address).map(({ subject }) => subject);
}

/** Of the case: the first of its year. */
function number(): string {
  return `HW-${new Date().getUTCFullYear()}-000001`;
}

/** Look at the face alone, then compare it with each child. Nothing tells who anybody is, until all is judged. */
async function judge(who: 'first' | 'second', remark: string): Promise<void> {
  const page = story.reviewers[who];
  const isBlind = async () => {
    const html = await page.content();
    const told = [NAME, LAST_PLACE, ...marks, SEEN_AT, SEEN, FIRST_REMARK].filter((word) => html.includes(word));
    expect([page.url(), ...told, ...(/\b(HW|S)-\d+/.exec(html) ?? [])]).toEqual([page.url()]);
  };
  await page.goto('/review');
  await isBlind();
  await page.locator('main button.main').first().click();
  await page.waitForURL(/\/review\/[0-9a-f-]{36}$/);
  await isBlind();
  expect(await page.locator('img[src*="/images/reviews/pairs/"]').count()).toBe(0);
  await page.getByRole('radio').first().check();
  await page.locator('.review-form button.main').click();
  await page.waitForURL(/\/pairs\//);
  const session = page.url().replace(/\/pairs\/.*/, '');
  while (!page.url().endsWith('/facts')) {
    await isBlind();
    expect((await page.request.get(`${session}/facts`)).status()).toBe(409);
    await judgePair(who, remark);
  }
}

async function judgePair(who: 'first' | 'second', remark: string): Promise<void> {
  const page = story.reviewers[who];
  const id = page.url().split('/').at(-1) ?? '';
  const isSame = (await caseOfPair(id)) === story.caseId;
  for (const { id: part } of COMPONENTS) {
    const finding = isSame || part !== 'ears' ? 'similar' : 'different-unexplained';
    await page.check(`input[name="finding-${part}"][value="${finding}"]`);
  }
  await page.check(`input[name="conclusion"][value="${isSame ? 'p3' : 'm3'}"]`);
  await page.locator('.review-form textarea[name="remark"]').fill(remark);
  await page.getByRole('button', { name: 'Record my judgement' }).click();
  await page.getByRole('button', { name: 'Yes, record it' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(id));
}

/** The page does not say whom it shows; people see it. */
async function caseOfPair(id: string): Promise<string> {
  const pairs = story.app.db
    .selectFrom('review_pair')
    .innerJoin('candidate', 'candidate.id', 'review_pair.candidate_id')
    .select('candidate.case_id');
  return (await pairs.where('review_pair.id', '=', id).executeTakeFirstOrThrow()).case_id;
}

/** The second learns that they agree, and the facts; what the first wrote, not even then. */
async function agree(): Promise<void> {
  const words = await wordsOf(story.reviewers.second);
  for (const word of [NAME, LAST_PLACE, SEEN_AT, 'Agreed: the same child']) expect(words).toContain(word);
  expect(words).not.toContain(FIRST_REMARK);
}

/** A fact that is not a face makes a verified match of what two people agree on. @returns its address */
async function recordFact(): Promise<string> {
  const { officer: page } = story;
  await page.goto('/matches');
  const agreed = page.locator('article.card');
  expect(await agreed.count()).toBe(1);
  await agreed.getByText('Record a fact').click();
  await agreed.getByLabel('What kind of fact?').selectOption('mark');
  await agreed.getByLabel('The fact').fill('The stationmaster saw the mole');
  await agreed.getByRole('button', { name: 'Make it a match' }).click();
  await page.waitForURL(/\/matches\/[0-9a-f-]{36}$/);
  return page.url();
}

async function advance(match: string, step: string): Promise<void> {
  const { officer: page, app } = story;
  await page.goto(match);
  expect(await page.getByRole('button', { name: 'Send it to the guardian' }).count()).toBe(0);
  await page.locator('form[action$="/steps"] textarea').fill(`Done: ${step}`);
  await page.getByRole('button', { name: `Record: ${step}` }).click();
  await page.locator('.ladder-done', { hasText: `Done: ${step}` }).waitFor();
  await runJobs(app);
}

async function wordsOfGuardian(): Promise<string> {
  const { guardian: page, caseId } = story;
  expect((await page.goto(`/cases/${caseId}`))?.status()).toBe(200);
  return wordsOf(page);
}

/** The page is as it was before the report, and no mail has come that is about the child. */
async function guardianKnowsNothing(before: string): Promise<void> {
  expect(await wordsOfGuardian()).toBe(before);
  expect(mailsTo(FAMILY).filter(({ text, subject }) => `${subject} ${text}`.includes('Zuleikha'))).toEqual([]);
}

async function release(match: string): Promise<void> {
  const { officer: page, app } = story;
  await page.goto(match);
  await page.getByRole('button', { name: 'Send it to the guardian' }).click();
  await page.getByText('The guardian was told').waitFor();
  await runJobs(app);
}

/** That there is news, and whom to call; not where the child is. */
async function guardianKnows(): Promise<void> {
  const words = await wordsOfGuardian();
  expect(words).toContain(`There is news about ${NAME}`);
  const mails = mailsTo(FAMILY).filter(({ subject }) => subject === `News about ${NAME}`);
  expect(mails).toHaveLength(1);
  for (const text of [words, mails[0]?.text]) {
    expect(text).toContain(AGENCY);
    for (const word of [SEEN_AT, SEEN, 'stationmaster']) expect(text).not.toContain(word);
  }
}

/** The child is back: the case closes, and the purge runs. */
async function close(): Promise<void> {
  const { officer: page, app, caseId } = story;
  await page.goto(`/cases/${caseId}/resolve`);
  await page.locator('input[name="code"][value="found-safe"]').check();
  await page.locator('input[name="reason"]').fill('Reunited with her mother');
  await page.locator('form[action$="/resolve"] button.danger').click();
  await page.locator('.tag', { hasText: 'Resolved' }).waitFor();
  await runJobs(app);
}

/** The certificate says that nothing of the face is left, and so it is; the child is public no longer. */
async function nothingIsLeft(): Promise<void> {
  const { app, actor, caseId, others, officer, reporter } = story;
  const certificates = await viewCertificates(app, actor, caseId);
  expect(certificates.map(({ contents: { what, erased } }) => [what, erased.faces.length])).toEqual([
    ['biometrics', 3],
  ]);
  const { checkedAt: _, ...found } = certificates[0]?.contents.checks ?? { checkedAt: '' };
  const none = { templatesInDatabase: 0, keysInDatabase: 0, blobsInDatabase: 0, filesOnDisk: 0, facesInIndex: 0 };
  expect(found).toEqual(none);
  expect((await casesWithTemplates()).toSorted()).toEqual(others.toSorted());
  await officer.goto(`/cases/${caseId}/documents`);
  expect(await wordsOf(officer)).toContain('Face templates are erased');
  expect(await wordsOfGuardian()).toContain('The face can no longer be searched for');
  expect((await reporter.goto(`/children/${caseId}`))?.status()).toBe(404);
  expect(await (await reporter.request.get('/children')).text()).not.toContain('Zuleikha');
}

/** Null for those of a report. */
async function casesWithTemplates(): Promise<(string | null)[]> {
  const templates = await story.app.db
    .selectFrom('face_template')
    .innerJoin('face', 'face.id', 'face_template.face_id')
    .innerJoin('photo', 'photo.id', 'face.photo_id')
    .select('photo.case_id')
    .distinct()
    .execute();
  return templates.map(({ case_id }) => case_id);
}
