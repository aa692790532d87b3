import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchDatabase } from './database.ts';
import { benchDisk } from './disk.ts';
import { benchHostile } from './hostile-part.ts';
import { benchKills } from './kills.ts';
import { benchMail } from './mail.ts';
import { updateDocument } from './markdown.ts';
import { benchWorkers } from './workers.ts';

const HELP = `npm run bench:faults -- [options]

  --only PART     one part only: kills, disk, mail, database, workers, hostile
  --kills N       how often the server is killed (default 200, about 20 minutes)
  --hostile N     how many hostile uploads (default 1000)
  --jobs N        how many jobs two workers share (default 500)
  --json FILE     write all numbers to FILE
  --docs FILE     write the numbers into FILE's tables, as in docs/reliability.md`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '200' },
    hostile: { type: 'string', default: '1000' },
    jobs: { type: 'string', default: '500' },
    json: { type: 'string' },
    docs: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const PARTS = {
  disk: benchDisk,
  mail: () => benchMail(console.error),
  database: benchDatabase,
  workers: () => benchWorkers(Number(values.jobs)),
  hostile: () => benchHostile(Number(values.hostile)),
  kills: () => benchKills(Number(values.kills), console.error),
} as const satisfies Record<string, () => Promise<object>>;

if (values.help) console.log(HELP);
else await bench();

async function bench(): Promise<void> {
  const parts = Object.entries(PARTS).filter(([name]) => values.only === undefined || values.only === name);
  if (parts.length === 0) throw new RangeError(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
  const results: Record<string, object> = {};
  for (const [name, part] of parts) {
    console.error(`— ${name}`);
    results[name] = await part();
    console.log(name, results[name]);
  }
  if (values.docs) await updateDocument(values.docs, results);
  if (values.json) await writeFile(values.json, JSON.stringify(results, null, 2));
}
