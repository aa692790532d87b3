import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ignoreMissing } from '../../adapters/missing-file.ts';
import type { App } from '../../app.ts';
import { extractPhoto } from '../../services/folders/extraction.ts';
import { placeSamplePhotos } from '../../services/folders/sample-photos.ts';
import { drawFaces } from '../draw-faces.ts';
import { writeOutput } from '../output.ts';

/** A folder to enrol, and what to search in it. */
export interface DemoGallery {
  readonly dir: string;
  readonly probes: readonly { readonly path: string; readonly face: number }[];
  /** One sentence on who is searched where. */
  readonly story: string;
  readonly pictures: readonly string[];
}

/** Folders of the demonstration; named so that nobody's own folder is taken for one of them. */
export const PEOPLE = 'sample-people';
export const PEOPLE_PHOTOS = 'sample-people-photos';
export const CHILDREN = 'sample-children';
export const CHILDREN_SEEN = 'sample-children-seen';

const SAMPLE_CHILDREN = fileURLToPath(new URL('../../../samples/children', import.meta.url));

/** Their photo is searched for in another one of theirs. */
const SEEN_CHILDREN = ['i03', 'i06'];

/** Not enrolled: nobody in the gallery is this child. */
const UNKNOWN_CHILD = 'i12';

/** Every face of the second to sixth group photo is enrolled; every face of the first is searched for. */
export async function layOutPeople(app: App, out: string): Promise<DemoGallery> {
  const dir = join(out, PEOPLE);
  const [first, ...others] = await placeSamplePhotos(join(out, PEOPLE_PHOTOS));
  if (!first) throw new RangeError('there are sample photos');
  await removeOld(dir);
  const rows = ['child,faces'];
  for (const photo of others) {
    const { faces } = await extractPhoto(app, photo);
    const { name, base } = parse(photo);
    for (const number of faces.keys()) {
      const person = `${name}-face-${number + 1}`;
      await place(photo, join(dir, person, base));
      rows.push(`${person},${base}=${number + 1}`);
    }
  }
  await writeOutput(join(dir, 'children.csv'), `${rows.join('\n')}\n`, []);
  const extraction = await extractPhoto(app, first);
  const picture = join(out, 'sample1-faces.jpg');
  await writeOutput(picture, await drawFaces(app, first, extraction.faces), [first]);
  return {
    dir,
    probes: extraction.faces.map((_, index) => ({ path: first, face: index + 1 })),
    story: `who of the ${extraction.faces.length} people in sample1.jpg is in the other group photos, too?`,
    pictures: [picture],
  };
}

/** Each child with all photos but one; that one is searched for, and a child who is not there. */
export async function layOutChildren(out: string): Promise<DemoGallery> {
  const dir = join(out, CHILDREN);
  const seen = join(out, CHILDREN_SEEN);
  for (const child of await readdir(SAMPLE_CHILDREN)) {
    if (child === UNKNOWN_CHILD || !/^i\d\d$/.test(child)) continue;
    for (const photo of await readdir(join(SAMPLE_CHILDREN, child)))
      if (photo !== 'earlier-B.jpg') await place(join(SAMPLE_CHILDREN, child, photo), join(dir, child, photo));
  }
  const probes = [];
  for (const child of [...SEEN_CHILDREN, UNKNOWN_CHILD]) {
    const photo = child === UNKNOWN_CHILD ? 'A.jpg' : 'earlier-B.jpg';
    const path = join(seen, `${child}.jpg`);
    await place(join(SAMPLE_CHILDREN, child, photo), path);
    probes.push({ path, face: 1 });
  }
  const story = `${SEEN_CHILDREN.join(' and ')} are searched for by a photo that is not enrolled; ${UNKNOWN_CHILD} is not enrolled at all.`;
  return { dir, probes, story, pictures: [] };
}

/** What an earlier version made of the photos, and nothing else. */
async function removeOld(dir: string): Promise<void> {
  const names = (await readdir(dir).catch(ignoreMissing)) ?? [];
  const old = names.filter((name) => /^sample\d-face-\d+$/.test(name));
  await Promise.all(old.map((name) => rm(join(dir, name), { recursive: true })));
}

async function place(from: string, to: string): Promise<void> {
  await mkdir(join(to, '..'), { recursive: true });
  await copyFile(from, to);
}
