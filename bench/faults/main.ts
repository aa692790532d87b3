import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchKills } from './kills.ts';

const HELP = `npm run bench:faults -- [options]

  --only kills             one part only
  --kills N                how often the server is killed (default 200, about 20 minutes)
  --json FILE              write all numbers to FILE`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '200' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const PARTS: Readonly<Record<string, () => Promise<object>>> = {
  kills: () => benchKills(Number(values.kills), console.error),
};

if (values.help) console.log(HELP);
else await bench();

async function bench(): Promise<void> {
  const names = values.only === undefined ? Object.keys(PARTS) : [values.only];
  const results: Record<string, object> = {};
  for (const name of names) {
    const part = PARTS[name];
    if (!part) throw new RangeError(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
    console.error(`— ${name}`);
    results[name] = await part();
    console.log(name, results[name]);
  }
  if (values.json) await writeFile(values.json, JSON.stringify(results, null, 2));
}
