import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Actor } from '../src/core/actor.ts';
import type { Engine } from '../src/face/engine.ts';
import { createCase } from '../src/services/cases/create.ts';
import { openCase } from '../src/services/cases/state.ts';
import { newCase } from '../src/testing/case-people.ts';
import { fakeApp } from '../src/testing/fake-app.ts';
import { makeAgency } from '../src/testing/makers.ts';
import { addReference, addSighting, runJobs } from '../src/testing/search.ts';
import { openSite } from '../src/testing/site.ts';

const SAMPLES = new URL('../samples/children/', import.meta.url);

/** A photo of a child that a computer drew. */
export const sample = (name: string): Buffer => readFileSync(new URL(name, SAMPLES));

/** Finds one face in the middle of any photo: pages need pictures, and no networks. */
async function engineOfPictures(): Promise<Engine> {
  const fake = await fakeApp().engine();
  return {
    ...fake,
    async extractFaces(bytes, options = {}) {
      const known = await fake.extractFaces(Buffer.concat([Buffer.alloc(4), Buffer.from('{"faces":[1]}')]), options);
      const display = await sharp(bytes).jpeg().toBuffer();
      const thumbnail = await sharp(bytes).resize(160, 160, { position: 'top' }).jpeg().toBuffer();
      return { ...known, display, faces: known.faces.map((face) => ({ ...face, thumbnail })) };
    },
  };
}

/** A site with an agency, its people at their browsers, and a case with photos. */
export async function openCasesWorld() {
  const engine = await engineOfPictures();
  const site = await openSite({ engine: async () => engine });
  const { app, visitors } = site;
  const agency = await makeAgency(app, { name: 'Harbour Police', country: 'IN' });
  const admin = await visitors.firstAdmin();
  const lead = await visitors.member(admin.browser, { role: 'lead', agencyId: agency.id });
  const officer = await visitors.member(admin.browser, { role: 'officer', agencyId: agency.id });
  const actor = { kind: 'account', accountId: officer.accountId, role: 'officer', agencyId: agency.id } as const;
  const caseId = await makeCaseWithPhotos(site.app, actor);
  return { site, app, agency, admin, lead, officer, actor, caseId };
}

export async function makeCaseWithPhotos(app: Parameters<typeof createCase>[0], actor: Actor): Promise<string> {
  const fields = newCase({
    childName: 'Asha Rao',
    otherNames: ['Ashu'],
    marks: ['Mole below the left eye', 'Scar on the chin'],
    hairColour: 'black',
    eyeColour: 'brown',
    clothing: 'Yellow dress, blue school bag',
    circumstances: 'Went to buy milk at the corner in the afternoon and did not come back.',
    country: 'IN',
    lastPlace: 'Vijayawada bus station',
    lastLatitude: 16.5117,
    lastLongitude: 80.6185,
    languages: ['te', 'hi'],
  });
  const { id } = await createCase(app, actor, fields);
  await addReference(app, id, sample('i04/A.jpg'), { capturedOn: '2021-05-03' });
  await addReference(app, id, sample('i04/earlier-B.jpg'), { capturedOn: '2025-02' });
  await runJobs(app);
  await openCase(app, actor, id, { noPhotoYet: false });
  await addSighting(app, sample('i03/A.jpg'), { latitude: 17.38, longitude: 78.48 });
  await runJobs(app);
  return id;
}
