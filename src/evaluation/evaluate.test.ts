import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { normalise } from '../core/vector.ts';
import type { ExtractedFace, Extraction, ExtractOptions } from '../face/extraction.ts';
import { type EvaluateOptions, evaluateFolder } from './evaluate.ts';
import { showErrors } from './faces.ts';
import { seededRandom } from './random.ts';
import { EvaluationResult } from './result.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-evaluate-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Files of text stand for photos: «person stray faces», read by the engine below. */
async function writeFolder(name: string, photos: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(photos)) {
    await mkdir(dirname(join(dir, name, path)), { recursive: true });
    await writeFile(join(dir, name, path), text);
  }
  return join(dir, name);
}

function faceOf(person: number, stray: number, size: number, thumbnails = false): ExtractedFace {
  const random = seededRandom(person, 0);
  const embeddings = ['fr512', 'dlib128'].map((model) => {
    const vector = Float32Array.from({ length: 64 }, (_, at) => random.below(1000) - 500 + stray * ((at % 7) - 3));
    return { model, version: '1', vector: normalise(vector) };
  });
  const point = { x: 0, y: 0 };
  const quality = {
    score: 70,
    components: { size: 70, sharpness: 70, exposure: 70, contrast: 70, pose: 70, occlusion: 70 },
    reasons: [],
  };
  return {
    box: { x: 0, y: 0, width: size, height: size },
    score: 1,
    detectors: ['fake'],
    landmarks: [point, point, point, point, point],
    landmarkSpread: 0,
    quality,
    embeddings,
    ...(thumbnails ? { thumbnail: Uint8Array.of(person) } : {}),
  };
}

/** The engine is the one part that a unit test stands in for; everything else here is the product's. */
function testApp(signal = new AbortController().signal) {
  const worked: string[] = [];
  const extractFaces = async (bytes: Uint8Array, options: ExtractOptions = {}): Promise<Extraction> => {
    const text = Buffer.from(bytes).toString();
    worked.push(text);
    if (text === 'broken') throw new AppError('invalid', 'This file is damaged.');
    const [person = 0, stray = 0, faces = 0] = text.split(' ').map(Number);
    const sha256 = Buffer.from(text).toString('hex');
    return {
      photo: {
        mediaType: 'image/jpeg',
        sha256,
        capturedAt: null,
        place: null,
        camera: null,
        warnings: [],
        width: 1,
        height: 1,
      },
      // The person is the largest, and not first.
      faces: Array.from({ length: faces }, (_, index) =>
        faceOf(person + 1000 * (faces - 1 - index), stray, 10 + index, options.thumbnails),
      ),
      refused: [],
      milliseconds: { decode: 0, detect: 0, landmarks: 0, quality: 0, embed: 0, thumbnail: 0 },
    };
  };
  const entries = ['fr512', 'dlib128'].map((id) => ({ id, task: 'embed' }));
  const app = {
    version: '1.2.3',
    config: readConfig({}),
    clock: () => new Date('2026-01-02T03:04:05Z'),
    signal,
    models: async () => ({ dir, entries, versionOf: (id: string) => `v-${id}`, pathOf: (id: string) => id }),
    engine: async () => ({ models: [], extractFaces, close: async () => undefined }),
    key: async () => new Uint8Array(32),
  };
  // Only what these tests reach of the model store's entries is filled in.
  return { app: app as unknown as App, worked };
}

const resultOf = async (app: App, folder: string, options: EvaluateOptions) =>
  (await evaluateFolder(app, folder, options)).result;
const quick = { splits: 2, seed: 1 };

function people(count: number): Record<string, string> {
  const photos: Record<string, string> = {};
  for (let person = 0; person < count; person++)
    for (const [stray, name] of ['y/1.jpg', 'y/2.jpg', '1.jpg', '2.jpg'].entries())
      photos[`p${person}/${name}`] = `${person} ${10 * stray} 1`;
  return photos;
}

describe('a folder with photos taken young and later', () => {
  it('is evaluated both ways, in the form that was promised', async () => {
    const folder = await writeFolder('aged', people(24));
    const result = await resultOf(testApp().app, folder, quick);
    expect(EvaluationResult.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
    expect(result).toMatchObject({
      enrolled: 'photos taken young (y/)',
      probes: 'the other photos',
      reverse: { enrolled: 'the other photos', probes: 'photos taken young (y/)' },
      trials: 4,
      data: { identities: 24, photos: 96, unreadable: 0, withoutFace: 0, withSeveralFaces: 0 },
      models: [
        { id: 'fr512', version: 'v-fr512' },
        { id: 'dlib128', version: 'v-dlib128' },
      ],
      environment: { homeward: '1.2.3' },
      finishedAt: '2026-01-02T03:04:05.000Z',
    });
    const names = ['fr512-cosine', 'dlib128-cosine', 'dlib128-euclidean', 'fusion', 'homeward'];
    expect(result.methods.map(({ name }) => name)).toEqual(names);
    expect(result.reverse?.methods.map(({ name }) => name)).toEqual(names);
    for (const method of result.methods) {
      expect(Object.keys(method.rank)).toEqual(['1', '5', '10', '20', '50']);
      expect(Object.keys(method.tar).sort()).toEqual(['0.001', '0.01']);
      expect(Object.keys(method.fnir).sort()).toEqual(['0.003', '0.01', '0.1']);
      expect(method).toMatchObject({ identities: 24, matedSearches: 48, nonMatedSearches: 48, failureToEnrol: 0 });
    }
    expect(result.warnings.join('\n')).toContain('24 people');
  });

  it('runs the other direction first when asked, and only the methods named', async () => {
    const folder = await writeFolder('aged', people(24));
    const options = { ...quick, enrol: '!y/', names: ['homeward'] };
    const result = await resultOf(testApp().app, folder, options);
    expect(result).toMatchObject({ enrolled: 'photos taken later (not in y/)', methods: [{ name: 'homeward' }] });
  });
});

it('goes on with the photos that it can use, counts the others, and takes the largest of several faces', async () => {
  const folder = await writeFolder('mixed', {
    ...people(4),
    'p0/1.jpg': 'broken',
    'p1/1.jpg': '1 5 0',
    'p2/1.jpg': '2 5 3',
    'p3/1.jpg': '3 0 1', // a copy of p3/y/1.jpg
    'p3/3.jpg': '2 0 1', // lies in p2/y/ too
    'stray.jpg': '9 0 1',
  });
  const told: string[] = [];
  const onPhoto = (name: string, problem: string | null) => void (problem && told.push(`${name}: ${problem}`));
  const result = await resultOf(testApp().app, folder, { ...quick, splits: 40, onPhoto });
  expect(told).toEqual(['p0/1.jpg: This file is damaged.', 'p1/1.jpg: no face found']);
  expect(result.data).toMatchObject({ photos: 16, unreadable: 1, withoutFace: 1, withSeveralFaces: 1 });
  const warnings = result.warnings.join('\n');
  for (const part of ['stray.jpg', 'p0/1.jpg', 'p1/1.jpg', 'p2/1.jpg', 'p3/1.jpg', 'p3/3.jpg (also in p2)', '4 people'])
    expect(warnings).toContain(part);
  expect(result.methods[0]?.failureToEnrol).toBeCloseTo(2 / 16);
});

it('works on each photo once: a stopped run goes on where it was, with the same numbers', async () => {
  const folder = await writeFolder('resumed', people(12));
  const cache = openSealedStore(join(dir, 'cache'), new Uint8Array(32));
  const stop = new AbortController();
  const first = testApp(stop.signal);
  const onPhoto = () => void (first.worked.length >= 10 && stop.abort(new Error('Ctrl-C')));
  await expect(evaluateFolder(first.app, folder, { ...quick, cache, onPhoto })).rejects.toThrow('Ctrl-C');
  expect(first.worked.length).toBeLessThan(20);

  const second = testApp();
  const resumed = await resultOf(second.app, folder, { ...quick, cache });
  expect(first.worked.length + second.worked.length).toBe(48);
  expect(await resultOf(testApp().app, folder, quick)).toEqual(resumed);
});

it('reads ages from children.csv, and takes the face that it names', async () => {
  const folder = await writeFolder('dated', {
    'a/1.jpg': '1 0 1',
    'a/2.jpg': '1 1 2',
    'b/1.jpg': '2 0 1',
    'b/2.jpg': '2 1 1',
    'children.csv': 'child,birth_date,photo_dates,faces\na,2010-01-01,1.jpg=2016-01-01;2.jpg=2030-01-01,2.jpg=2\n',
  });
  const result = await resultOf(testApp().app, folder, quick);
  expect(result.data.withSeveralFaces).toBe(0);
  expect(result).toMatchObject({ enrolled: 'the first photo of each', probes: 'the other photos', reverse: null });
});

it('says what is wrong with a folder that cannot be evaluated', async () => {
  const { app } = testApp();
  await expect(evaluateFolder(app, join(dir, 'nowhere'), quick)).rejects.toMatchObject({ code: 'not-found' });
  const single = await writeFolder('single', { 'a/1.jpg': '1 0 1', 'b/1.jpg': '2 0 1' });
  await expect(evaluateFolder(app, single, quick)).rejects.toThrow('two photos or more');
  await expect(evaluateFolder(app, single, { ...quick, probePattern: 'old-*' })).rejects.toThrow('No photo matches');
  const pair = await writeFolder('pair', { 'a/1.jpg': '1 0 1', 'a/2.jpg': '1 1 1' });
  await expect(evaluateFolder(app, pair, { ...quick, names: ['magic'] })).rejects.toThrow('no method «magic»');
});

it('breaks rates down by what children.csv says, failures to enrol included', async () => {
  const photos = people(24);
  photos['p3/1.jpg'] = '3 5 0';
  const rows = Array.from({ length: 24 }, (_, person) => {
    const group = person % 2 === 0 ? 'even' : 'odd';
    return `p${person},${person < 12 ? 'f' : 'm'},2000,y/1.jpg=2004;y/2.jpg=2004;1.jpg=2016;2.jpg=2016,${group}`;
  });
  photos['children.csv'] = ['child,sex,birth_date,photo_dates,group', ...rows].join('\n');
  const folder = await writeFolder('described', photos);
  const result = await resultOf(testApp().app, folder, { ...quick, names: ['homeward'] });
  expect(result.data).toMatchObject({ withAge: 96, withSex: 24, withGroup: 24 });
  const labels = (by: string) =>
    result.methods[0]?.breakdowns
      .find((breakdown) => breakdown.by === by)
      ?.cells.map((cell) => cell.labels.join(' / '));
  expect(labels('ageAtEnrolment')).toEqual(['3–5']);
  expect(labels('ageAtProbe')).toEqual(['13–17']);
  expect(labels('ageGap')).toEqual(['10–19']);
  expect(labels('sex')).toEqual(['female', 'male']);
  expect(labels('group')).toEqual(['even', 'odd']);
  const odd = result.methods[0]?.breakdowns.find(({ by }) => by === 'group')?.cells[1];
  expect((odd?.matedSearches ?? 0) + (odd?.nonMatedSearches ?? 0)).toBe(2 * 24); // two splits: each photo searched with in each
  expect(odd?.rank1).toBeLessThan(1);
});

it('cuts out the faces of the worst errors, and reads no other photo for them', async () => {
  const folder = await writeFolder('shown', people(24));
  const { app, worked } = testApp();
  const evaluation = await evaluateFolder(app, folder, { ...quick, names: ['homeward'] });
  const before = worked.length;
  const { falseAlarms, misses } = await showErrors(app, evaluation, 'cascade');
  expect(falseAlarms.length).toBe(12);
  expect(worked.length - before).toBeLessThanOrEqual(2 * falseAlarms.length + 3 * misses.length);
  for (const { probe, first, mate } of falseAlarms) {
    expect(mate).toBeNull();
    const personOf = (name: string) => Number(/^p(\d+)/.exec(name)?.[1]);
    expect(probe.thumbnail).toEqual(Uint8Array.of(personOf(probe.name)));
    expect(first.thumbnail).toEqual(Uint8Array.of(personOf(first.name)));
    expect(first.name).toContain('/y/');
    expect(personOf(first.name)).not.toBe(personOf(probe.name));
  }
});

it('compares a calibration beside the default scoring, on the same searches', async () => {
  const folder = await writeFolder('calibrated', people(24));
  const calibration = { models: { fr512: { weight: 0, measured: true } }, cohortSize: 0 };
  const names = ['fr512-cosine', 'dlib128-cosine', 'homeward', 'homeward-calibrated'];
  const { methods, reverse } = await resultOf(testApp().app, folder, { ...quick, names, calibration });
  expect([methods, reverse?.methods].map((some) => some?.map(({ name }) => name))).toEqual([names, names]);
  // Without fr512 and the cohort, what is left orders people as dlib128 does.
  const [fr, dlib, , calibrated] = methods;
  expect(calibrated?.rank).toEqual(dlib?.rank);
  expect(calibrated?.matedSearches).toBe(fr?.matedSearches);
});

it('leaves out a method whose gallery is too large for it, and says so', async () => {
  const photos: Record<string, string> = { 'p0/2.jpg': '0 5 1', 'p1/2.jpg': '1 5 1' };
  for (let person = 0; person < 1502; person++) photos[`p${person}/1.jpg`] = `${person} 0 1`;
  const folder = await writeFolder('crowd', photos);
  const names = ['dlib128-svm', 'dlib128-cosine'];
  const result = await resultOf(testApp().app, folder, { splits: 1, seed: 1, names, closedSet: 43 });
  expect(result.methods.map(({ name }) => name)).toEqual(['dlib128-cosine']);
  expect(result.warnings).toContain(
    'dlib128-svm was left out of the searches: it is for galleries of at most 1500 people.',
  );
  expect(result.closedSet?.map(({ name }) => name)).toEqual(names); // that one is small
  const alone = evaluateFolder(testApp().app, folder, { splits: 1, seed: 1, names: ['dlib128-svm'] });
  await expect(alone).rejects.toThrow('None of these methods can enrol the 1501 people');
});

it('tells what is wrong with a stress condition or group before it looks at a photo', async () => {
  const folder = await writeFolder('aged', people(24));
  const { app, worked } = testApp();
  await expect(evaluateFolder(app, folder, { ...quick, stresses: ['fog'] })).rejects.toThrow('«fog»');
  // This store has no Haar cascade to make classical features with.
  await expect(evaluateFolder(app, folder, { ...quick, names: ['classical'] })).rejects.toThrow('default, svm, all');
  expect(worked).toEqual([]);
});

it('puts the photos searched with under stress, and no others', async () => {
  const folder = await writeFolder('stressed', { ...people(12), 'p3/1.jpg': '3 5 0' });
  const { app, worked } = testApp();
  const names = ['homeward', 'dlib128-svm'];
  const { stress, methods } = await resultOf(app, folder, { ...quick, names, stresses: ['flip', 'blur-2'] });
  expect(stress?.map(({ name }) => name)).toEqual(['none', 'blur-2', 'flip-1', 'flip-2']);
  expect(worked.length).toBe(48 + 3 * 24);
  const [clean, ...worse] = stress ?? [];
  const [homeward] = methods.filter(({ name }) => name === 'homeward');
  expect(clean?.methods).toMatchObject([{ name: 'homeward', rank1: homeward?.rank['1'], failed: 1 / 24 }]);
  // The engine of this test is blind to stress.
  for (const row of worse) expect(row.methods).toEqual(clean?.methods);
});
