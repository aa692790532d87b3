import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { readConfig } from '../src/config.ts';
import type { Actor } from '../src/core/actor.ts';
import { openEngine } from '../src/face/engine.ts';
import type { Platform } from '../src/platform.ts';
import { createCase } from '../src/services/cases/create.ts';
import { linkGuardian } from '../src/services/cases/guardian.ts';
import { setPublicity } from '../src/services/cases/publicity.ts';
import { openCase } from '../src/services/cases/state.ts';
import { newCase } from '../src/testing/case-people.ts';
import { openMailServer } from '../src/testing/mail-server.ts';
import { makeAgency } from '../src/testing/makers.ts';
import { openTestModels } from '../src/testing/models.ts';
import { addReference, runJobs } from '../src/testing/search.ts';
import { openSite } from '../src/testing/site.ts';

/** Children that a computer drew. */
export const SAMPLES = new URL('../samples/children/', import.meta.url);
/** Words of the case: whoever judges the faces reads none of them before. */
export const CHILD = { childName: 'Zuleikha Rao', lastPlace: 'Quartzville', marks: ['Quillshaped mole'] } as const;
export const AGENCY = 'Harbour Police';
export const FAMILY = 'meera@family.example';

const PHONE = { viewport: { width: 390, height: 844 } };

/** An agency that looks for three children, and everybody who helps to find one of them, each at a browser. */
export async function openStory() {
  const mail = await openMailServer();
  const models = await openTestModels();
  const engine = await openEngine({ store: models, workers: 1 });
  const config = readConfig({ HOMEWARD_WORKERS: '1', HOMEWARD_CONTROL_RATE: '0', HOMEWARD_SMTP_URL: mail.url });
  const site = await openSite({ engine: async () => engine, models: async () => models, config });
  const { app, visitors } = site;
  const admin = await visitors.firstAdmin();
  const { id: agencyId } = await makeAgency(app, { name: AGENCY });
  const join = () => visitors.member(admin.browser, { role: 'officer', agencyId });
  const [officer, first, second] = [await join(), await join(), await join()];
  const guardian = await visitors.guardian(FAMILY);
  await visitors.signIn(guardian, FAMILY);
  const actor = { kind: 'account', accountId: officer.accountId, role: 'officer', agencyId } as const;
  return {
    app,
    mail,
    actor,
    ...(await openCases(app, actor)),
    staff: [officer.email, first.email, second.email],
    officer: await site.open(officer.browser),
    reviewers: { first: await site.open(first.browser), second: await site.open(second.browser) },
    reporter: await site.open(undefined, PHONE),
    guardian: await site.open(guardian, PHONE),
    async close() {
      await site.close();
      await mail.close();
      await engine.close();
    },
  };
}

/** The child that is found, with a guardian and a public page, and two others. */
async function openCases(app: Platform, actor: Actor) {
  const caseId = await openCaseOf(app, actor, 'i01', CHILD);
  await linkGuardian(app, actor, caseId, { email: FAMILY });
  await setPublicity(app, actor, caseId, { isPublic: true });
  const others: string[] = [];
  for (const other of ['i02', 'i05']) others.push(await openCaseOf(app, actor, other, { childName: other }));
  await runJobs(app);
  return { caseId, others };
}

async function openCaseOf(app: Platform, actor: Actor, folder: string, fields: object): Promise<string> {
  const { id } = await createCase(app, actor, newCase({ sex: null, country: 'IN', ...fields }));
  for (const photo of ['earlier-B', 'earlier-C'])
    await addReference(app, id, await readFile(new URL(`${folder}/${photo}.jpg`, SAMPLES)));
  await runJobs(app);
  await openCase(app, actor, id, { noPhotoYet: false });
  return id;
}

/** What a person reads on a page. @param withTimes also how long ago things were, which changes by itself */
export function wordsOf(page: Page, { withTimes = false } = {}): Promise<string> {
  return page.locator('main').evaluate(
    (main, passing) => {
      const copy = main.cloneNode(true) as HTMLElement;
      for (const each of copy.querySelectorAll(passing)) each.remove();
      return copy.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    },
    withTimes ? 'script, template' : 'script, template, time',
  );
}
