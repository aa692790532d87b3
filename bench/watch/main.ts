import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { updateSection } from '../markdown.ts';
import { watchTable } from './table.ts';
import { benchWatch } from './watch.ts';

const HELP = `npm run bench:watch -- [options]

  --minutes N     how long it watches (default 3)
  --cameras N     how many cameras (default 8)
  --json FILE     write all numbers to FILE
  --docs FILE     write the numbers into FILE's table, as in docs/benchmarks.md

It needs the Debian packages that «npm test» installs: a real RTSP server plays the films.`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    cameras: { type: 'string', default: '8' },
    json: { type: 'string' },
    docs: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(HELP);
else {
  const plan = { minutes: Number(values.minutes), cameras: Number(values.cameras) };
  const report = await benchWatch(plan, console.error);
  const table = watchTable(report);
  console.log(table.join('\n'));
  if (values.docs) await updateSection(values.docs, 'watch', table);
  if (values.json) await writeFile(values.json, JSON.stringify(report, null, 2));
}
