import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeCalibration } from '../../adapters/calibration-file.ts';
import type { App } from '../../app.ts';
import type { ModelEntry } from '../../face/models.ts';
import type { SearchResult } from '../../match/types.ts';
import { sampleCalibration } from '../../testing/calibration.ts';
import { fakeApp } from '../../testing/fake-app.ts';
import { loadCalibration } from './calibration.ts';
import { type GivenCalibration, likelihoodNote } from './likelihood-note.ts';

/** An app with these embedding models installed. */
function appWith(versions: Readonly<Record<string, string>>): App {
  const app = fakeApp();
  return {
    ...app,
    models: async () => ({
      ...(await app.models()),
      // Only what the calibration looks at.
      entries: Object.keys(versions).map((id) => ({ id, task: 'embed' }) as ModelEntry),
      versionOf: (id) => versions[id] ?? '',
    }),
  };
}

async function sampleFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'calibration.json');
  await writeFile(file, writeCalibration(sampleCalibration()));
  return file;
}

describe('a calibration file', () => {
  it('becomes options of the scoring', async () => {
    const { options, likelihood } = await loadCalibration(appWith({ fr512: '1' }), await sampleFile());
    expect(options).toEqual({
      models: { fr512: { weight: 0.9, start: { mean: 0.02, deviation: 0.1 }, measured: true } },
      means: new Map([['fr512@1 child', new Float32Array([0.5, -0.25])]]),
      cohortSize: 20,
    });
    expect(likelihood).toHaveLength(2);
  });

  it.each([
    ['another version', { fr512: '2' }],
    ['a model more', { fr512: '1', mfn192: '1' }],
    ['no such model', { dlib128: '1' }],
  ])('is refused with %s installed', async (_, versions) => {
    await expect(loadCalibration(appWith(versions), await sampleFile())).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/made for other models \(fr512 1\)/),
    });
  });
});

describe('what it says of the first candidate', () => {
  const given: GivenCalibration = {
    options: {},
    likelihood: sampleCalibration().likelihood.map,
    gallerySize: 50,
    people: 100,
    madeOn: '2026-03-01',
  };
  const resultWith = (score: number, gallerySize: number) =>
    ({ gallerySize, candidates: [{ score }] }) as unknown as SearchResult;

  it.each([
    [10, 'about 100 times as often'],
    [0, 'about 10 times less often'],
    [10 / 3, 'about as often'],
  ])('score %d: %s', (score, words) => {
    expect(likelihoodNote(given, resultWith(score, 60)).join()).toContain(words);
  });

  it('keeps silent about scores where the gallery is of quite another size', () => {
    for (const size of [24, 101]) expect(likelihoodNote(given, resultWith(10, size)).join()).toContain('does not say');
  });

  it('says nothing about nobody', () => {
    expect(likelihoodNote(given, { ...resultWith(0, 50), candidates: [] })).toEqual([]);
  });
});
