import { writeFile } from 'node:fs/promises';
import { arch, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/core/errors.ts';
import { PART } from './child.ts';
import { updateDocument } from './markdown.ts';
import { openFaceApi } from './pipeline/face-api.ts';
import { openHomeward } from './pipeline/homeward.ts';
import { benchPipeline, servePipeline } from './pipeline/pipeline.ts';
import { benchSearch, serveSearch } from './search.ts';
import { pipelineTable, searchTable } from './tables.ts';

const HELP = `npm run bench -- [options]

  --json FILE              write all numbers to FILE
  --docs FILE              write the numbers into FILE's tables, as in docs/benchmarks.md
  --only pipeline|search   one part only
  --photos N               the first N of the 42 photos

docs/benchmarks.md says how to read the numbers.`;

/** What this process is when main.ts started it: one program under measurement, or one gallery. */
async function servePart(part: string): Promise<void> {
  if (part === 'homeward') return servePipeline(await openHomeward());
  if (part === 'face-api') return servePipeline(await openFaceApi());
  return serveSearch(Number(part.replace('search-', '')));
}

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      docs: { type: 'string' },
      only: { type: 'string' },
      photos: { type: 'string', default: '42' },
      help: { type: 'boolean', default: false },
    },
  });
  const photos = Number(values.photos);
  if (values.help) return console.log(HELP);
  if (!['pipeline', 'search', undefined].includes(values.only))
    throw new RangeError('--only pipeline, or --only search');
  if (!Number.isInteger(photos) || photos < 1) throw new RangeError('--photos takes a whole number from 1 on');
  const pipeline = values.only === 'search' ? undefined : await benchPipeline(photos, console.error);
  if (pipeline) console.log(pipelineTable(pipeline));
  const search = values.only === 'pipeline' ? undefined : await benchSearch(console.error);
  if (search) console.log(searchTable(search));
  if (values.docs) await updateDocument(values.docs, { pipeline, search });
  if (values.json) await writeFile(values.json, JSON.stringify({ pipeline, search, environment }, null, 2));
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
