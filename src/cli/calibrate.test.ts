import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { parseCalibration } from '../adapters/calibration-file.ts';
import type { App } from '../app.ts';
import type { ModelEntry } from '../face/models.ts';
import { fakeApp, fakePhoto } from '../testing/fake-app.ts';
import { buildProgram } from './program.ts';

const PEOPLE = 40;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-'));
  for (let person = 0; person < PEOPLE; person++) {
    const dir = join(folder, 'people', `p${person}`);
    await mkdir(dir, { recursive: true });
    for (const remark of ['a', 'b'])
      await writeFile(join(dir, `${remark}.jpg`), fakePhoto({ faces: [person], remark }));
  }
  return () => rm(folder, { recursive: true });
});

function appWithModel(version: string): App {
  const app = fakeApp();
  return {
    ...app,
    models: async () => ({
      ...(await app.models()),
      // Only what the calibration looks at.
      entries: [{ id: 'fr512', task: 'embed' } as ModelEntry],
      versionOf: () => version,
    }),
  };
}

/** What the program answers. */
async function run(app: App, ...words: string[]): Promise<string> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await buildProgram(app).parseAsync(words, { from: 'user' });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return said.join('');
}

const calibrate = (...words: string[]) =>
  run(appWithModel('1'), 'calibrate', join(folder, 'people'), '--splits', '1', ...words);

it('writes nothing where the default is as good, and says so', async () => {
  const out = join(folder, 'nothing.json');
  const report = join(folder, 'report.html');
  const words = await calibrate('--out', out, '--report', report);
  expect(words).toContain('The default is as good');
  expect(words).toContain('Nothing written');
  expect(await readdir(folder)).not.toContain('nothing.json');
  const page = await readFile(report, 'utf8');
  expect(page).toContain('The default is as good, or better');
  expect(page).toContain('Nothing was written');
});

it('writes when forced, what identify then takes, and refuses for other models', async () => {
  const out = join(folder, 'forced.json');
  const answer = JSON.parse(await calibrate('--out', out, '--force', '--json=-'));
  const content = parseCalibration(await readFile(out, 'utf8'), out);
  expect(answer).toMatchObject({ file: out, people: PEOPLE, models: [{ model: 'fr512', version: '1' }] });
  expect(content.measured).toEqual(answer.measured);
  expect(content.domainMeans).toEqual([]);

  const probe = join(folder, 'probe.jpg');
  await writeFile(probe, fakePhoto({ faces: [7], remark: 'seen' }));
  onTestFinished(() => rm(probe));
  const identify = ['identify', '--gallery', join(folder, 'people'), probe, '--calibration', out];
  const found = JSON.parse(await run(appWithModel('1'), ...identify, '--json=-'));
  expect(found.candidates[0].child).toBe('p7');
  expect(found.notes.join()).toContain('By the calibration of 2026-06-01 (40 people)');
  await expect(run(appWithModel('2'), ...identify)).rejects.toThrow(/made for other models/);
  await expect(run(appWithModel('1'), ...identify, '--method', 'euclidean')).rejects.toThrow(/fusion only/);
});
