import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sampleCalibration } from '../testing/calibration.ts';
import { parseCalibration, readCalibration, writeCalibration } from './calibration-file.ts';

const content = sampleCalibration();
const text = writeCalibration(content);

it('reads what it wrote, whatever the white space', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'c.json');
  await writeFile(file, JSON.stringify(JSON.parse(text)));
  expect(await readCalibration(file)).toEqual(content);
});

it('refuses a file that was changed, cut off, or is something else', () => {
  const changed = text.replace('"cohortSize": 20', '"cohortSize": 21');
  expect(changed).not.toBe(text);
  expect(() => parseCalibration(changed, 'c.json')).toThrow(/damaged or changed/);
  expect(() => parseCalibration(text.slice(0, -20), 'c.json')).toThrow(/cut off/);
  expect(() => parseCalibration('{"kind":"other"}', 'c.json')).toThrow(/not a calibration file/);
  expect(() => parseCalibration('[]', 'c.json')).toThrow(/not a calibration file/);
});

it('refuses another format by its number', () => {
  expect(() => parseCalibration(text.replace('"format": 1', '"format": 2'), 'c.json')).toThrow(/format 2/);
});

it('refuses content that does not make sense, even with a right digest', () => {
  const [model] = content.models;
  if (!model) throw new RangeError('the sample has a model');
  const wrong = writeCalibration({ ...content, models: [{ ...model, deviation: 0 }] });
  expect(() => parseCalibration(wrong, 'c.json')).toThrow(/does not hold what it should/);
});

it('says which file is not there', async () => {
  await expect(readCalibration('/nowhere/c.json')).rejects.toMatchObject({ code: 'not-found' });
});
