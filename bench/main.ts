import { writeFile } from 'node:fs/promises';
import { arch, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/core/errors.ts';
import { PART } from './child.ts';
import { benchGallery, serveGallery } from './gallery.ts';
import { updateDocument } from './markdown.ts';
import { openFaceApi } from './pipeline/face-api.ts';
import { openHomeward } from './pipeline/homeward.ts';
import { benchPipeline, servePipeline } from './pipeline/pipeline.ts';
import { benchSearch, serveSearch } from './search.ts';
import { galleryTable, pipelineTable, searchTables } from './tables.ts';
import { webTables } from './web/tables.ts';
import { benchWeb } from './web/web.ts';

const HELP = `npm run bench -- [options]

  --json FILE     write all numbers to FILE
  --docs FILE     write the numbers into FILE's tables, as in docs/benchmarks.md
  --only PART     one part only: pipeline, search, web, or gallery, which runs only when asked for
  --photos N      pipeline: the first N of the 42 photos
  --faces N       gallery: how many faces, a million unless told otherwise

docs/benchmarks.md says how to read the numbers.`;

const PARTS = ['pipeline', 'search', 'web', 'gallery'];

/** What this process is when main.ts started it: one program under measurement, or one gallery. */
async function servePart(part: string): Promise<void> {
  if (part === 'homeward') return servePipeline(await openHomeward());
  if (part === 'face-api') return servePipeline(await openFaceApi());
  if (part === 'gallery') return serveGallery();
  return serveSearch(part.replace('search-', ''));
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      docs: { type: 'string' },
      only: { type: 'string' },
      photos: { type: 'string', default: '42' },
      faces: { type: 'string', default: '1000000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const { only } = values;
  if (only !== undefined && !PARTS.includes(only)) throw new RangeError(`--only takes ${PARTS.join(', ')}`);
  const photos = wholeNumber('--photos', values.photos);
  const faces = wholeNumber('--faces', values.faces);
  const isWanted = (part: string) => only === part || (only === undefined && part !== 'gallery');

  const pipeline = isWanted('pipeline') ? await benchPipeline(photos, console.error) : undefined;
  if (pipeline) console.log(pipelineTable(pipeline));
  const search = isWanted('search') ? await benchSearch(console.error) : undefined;
  if (search) console.log(searchTables(search));
  const gallery = isWanted('gallery') ? await benchGallery(faces, console.error) : undefined;
  if (gallery) console.log(galleryTable(gallery));
  const web = isWanted('web') ? await benchWeb(console.error) : undefined;
  if (web) console.log(webTables(web).join('\n'));
  const reports = { pipeline, search, gallery, web };
  if (values.docs) await updateDocument(values.docs, reports);
  if (values.json) await writeFile(values.json, JSON.stringify({ ...reports, environment }, null, 2));
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`${name} takes a whole number from 1 on`);
  return number;
}

const environment = {
  node: process.version,
  processor: cpus()[0]?.model,
  cores: cpus().length,
  architecture: arch(),
  memoryBytes: totalmem(),
  measuredAt: new Date().toISOString(),
};

const part = process.argv[2] === PART ? process.argv[3] : undefined;
try {
  await (part === undefined ? bench() : servePart(part));
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
