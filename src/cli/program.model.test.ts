import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../testing/program.ts';
import { CompareJson, EnrolJson, FacesJson, IdentifyJson } from './contracts.ts';

/** The real program in a process of its own, on computer-generated children and on adults of an npm package. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const child = (name: string) => join(root, 'samples/children', name);
const group = join(root, 'node_modules/@vladmandic/face-api/demo/sample1.jpg');

let dir: string;
let gallery: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-cli-'));
  gallery = join(dir, 'gallery');
  for (const name of ['i01', 'i02', 'i03', 'i04', 'i05'])
    for (const photo of ['A.jpg', 'earlier-C.jpg']) await place(child(`${name}/${photo}`), join(gallery, name, photo));
  await writeFile(
    join(gallery, 'children.csv'),
    'child,name,birth_date,photo_dates\ni03,Mira,2012-05,A.jpg=2016; earlier-C.jpg=2021\n',
  );
});
afterAll(() => rm(dir, { recursive: true }));

async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

describe('the command line itself', () => {
  it('teaches', async () => {
    const { code, out } = await runProgram(['--help']);
    expect(code).toBe(0);
    for (const command of ['faces', 'compare', 'enrol', 'identify', 'evaluate', 'models', 'forget'])
      expect(out).toContain(`  ${command} `);
    expect((await runProgram(['identify', '--help'])).out).toContain('Examples:');
  });

  it('ends with 2 where it was not understood, and says what was meant', async () => {
    const { code, err } = await runProgram(['enroll', 'x']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean enrol?');
  });

  it('says what to run when the models are missing', async () => {
    const { code, err } = await runProgram(['faces', child('i01/A.jpg')], {
      env: { HOMEWARD_MODELS_DIR: join(dir, 'none') },
    });
    expect(code).toBe(4);
    expect(err).toContain('homeward models install');
    expect(err).not.toContain(' at ');
  });

  it('tells every mistake of the configuration at once', async () => {
    const { code, err } = await runProgram(['models', 'list'], {
      env: { HOMEWARD_WORKERS: '0', HOMEWARD_PROFIL: 'x' },
    });
    expect(code).toBe(3);
    expect(err).toMatch(/HOMEWARD_PROFIL: there is no such setting[\s\S]*HOMEWARD_WORKERS: give at least 1/);
  });
});

describe('faces', () => {
  it('answers with JSON alone on the standard output, boxes in pixels of the upright photo', async () => {
    const { code, out } = await runProgram(['faces', '--json', child('i01/A.jpg')]);
    expect(code).toBe(0);
    const { faces, width, height, problem } = FacesJson.parse(JSON.parse(out));
    expect(problem).toBeNull();
    expect(faces).toHaveLength(1);
    const { box, landmarks, quality } = faces[0] ?? fail();
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThan(width ?? 0);
    expect(box.y + box.height).toBeLessThan(height ?? 0);
    for (const { x, y } of landmarks) {
      expect(x).toBeGreaterThan(box.x);
      expect(x).toBeLessThan(box.x + box.width);
      expect(y).toBeGreaterThan(box.y);
    }
    expect(Object.keys(quality.components)).toEqual(['size', 'sharpness', 'exposure', 'contrast', 'pose', 'occlusion']);
    expect(out).not.toContain('vector');
  });

  it('gives every bad photo its line and does the rest', async () => {
    const bad = join(dir, 'bad.jpg');
    const empty = join(dir, 'empty.jpg');
    await writeFile(bad, 'this is no photo');
    await writeFile(empty, '');
    const { code, out } = await runProgram(['faces', '--json', 'none.jpg', bad, empty, dir, child('i01/A.jpg')]);
    expect(code).toBe(1);
    const results = FacesJson.array().parse(JSON.parse(out));
    expect(results.map(({ problem }) => problem !== null)).toEqual([true, true, true, true, false]);
    expect(results[0]?.problem).toBe('There is no such file.');
    expect(results[3]?.problem).toContain('This is a folder');
  });

  it('ends with 3 when no photo could be used', async () => {
    const { code, out } = await runProgram(['faces', 'none.jpg']);
    expect(code).toBe(3);
    expect(out).toContain('none.jpg: There is no such file.');
  });

  it('never writes over a photo', async () => {
    const photo = join(dir, 'mine.jpg');
    await place(child('i01/A.jpg'), photo);
    const before = await readFile(photo);
    expect((await runProgram(['faces', '--json', photo])).code).toBe(0);
    const { code, err } = await runProgram(['faces', photo, '--annotate', photo]);
    expect(code).toBe(3);
    expect(err).toContain('is one of the photos');
    expect((await readFile(photo)).equals(before)).toBe(true);
  });

  it('draws the faces and writes JSON into files', async () => {
    const picture = join(dir, 'deep/faces.jpg');
    const json = join(dir, 'faces.json');
    const { code, out } = await runProgram(['faces', group, '--annotate', picture, '--json', json]);
    expect(code).toBe(0);
    expect(out).toBe('');
    expect(FacesJson.parse(JSON.parse(await readFile(json, 'utf8'))).faces).toHaveLength(3);
    expect((await stat(picture)).size).toBeGreaterThan(10_000);
  });
});

describe('compare', () => {
  it('gives cosines of each model and what they are worth', async () => {
    const { code, out } = await runProgram(['compare', child('i03/A.jpg'), child('i03/earlier-B.jpg'), '--json']);
    expect(code).toBe(0);
    const { perModel, score } = CompareJson.parse(JSON.parse(out));
    const other = await runProgram(['compare', child('i03/A.jpg'), child('i12/A.jpg'), '--json']);
    const stranger = CompareJson.parse(JSON.parse(other.out));
    expect(perModel.fr512).toBeGreaterThan(stranger.perModel.fr512 ?? 1);
    expect(score).toBeGreaterThan(stranger.score);
  });

  it('asks which face is meant', async () => {
    const { code, err } = await runProgram(['compare', child('i03/A.jpg'), group]);
    expect(code).toBe(3);
    expect(err).toMatch(/sample1.jpg: The photo shows 3 faces, and nobody said which one is meant.*--face-b NUMBER/);
  });
});

describe('enrol', () => {
  it('enrols what it can, and says what to do about the rest', async () => {
    const folder = join(dir, 'mixed');
    await place(child('i01/A.jpg'), join(folder, 'i01/A.jpg'));
    await place(group, join(folder, 'ben/group.jpg'));
    await mkdir(join(folder, 'nobody'));
    await writeFile(join(folder, 'i01/broken.jpg'), 'x');
    await writeFile(join(folder, 'children.csv'), 'child,birth_date\ni01,31.12.2014\n');
    const { code, out, err } = await runProgram(['enrol', folder, '--json']);
    expect(code).toBe(1);
    const { children, problems } = EnrolJson.parse(JSON.parse(out));
    expect(children.map((entry) => [entry.child, entry.photos.length])).toEqual([
      ['ben', 0],
      ['i01', 1],
      ['nobody', 0],
    ]);
    expect(problems.map(({ where }) => where).sort()).toEqual([
      'ben/group.jpg',
      'children.csv row 2',
      'i01/broken.jpg',
      'nobody',
    ]);
    expect(err).toContain('«31.12.2014» is not a date that can be read');
    const chosen = await runProgram(['enrol', folder, '--face', 'ben/group.jpg=2']);
    expect(chosen.out).toContain('2 photos of 2 children enrolled');
  });

  it.each([
    ['none', 'There is no folder'],
    ['empty', 'Make one folder for each child'],
  ])('refuses a folder that is %s', async (name, line) => {
    await mkdir(join(dir, 'empty'), { recursive: true });
    const { code, err } = await runProgram(['enrol', join(dir, name)]);
    expect(code).toBe(3);
    expect(err).toContain(line);
  });

  it('stops at Ctrl-C and goes on from there', async () => {
    const folder = join(dir, 'many');
    for (const name of await readdir(child('')))
      if (/^i\d\d$/.test(name))
        for (const photo of await readdir(child(name)))
          await place(child(`${name}/${photo}`), join(folder, name, photo));
    const records = async () =>
      (await readdir(join(folder, '.homeward'), { recursive: true, withFileTypes: true }).catch(() => [])).filter(
        (entry) => entry.isFile(),
      ).length;
    const interrupted = await runProgram(['enrol', folder], {
      env: { HOMEWARD_WORKERS: '1' },
      whileRunning: async (pid) => {
        while ((await records()) < 3) await wait(50);
        process.kill(pid, 'SIGINT');
      },
    });
    expect(interrupted.code).toBe(130);
    expect(interrupted.err).toContain('the same command goes on from there');
    const kept = await records();
    expect(kept).toBeGreaterThanOrEqual(3);
    expect(kept).toBeLessThan(32);
    const again = await runProgram(['enrol', folder]);
    expect(again.code).toBe(0);
    expect(again.out).toContain('32 photos of 12 children enrolled');
    expect((await runProgram(['forget', folder])).out).toContain('are erased');
    expect(await records()).toBe(0);
  });
});

describe('identify', () => {
  it('puts the right child first, and writes a page that needs nothing else', async () => {
    const report = join(dir, 'report.html');
    const probe = child('i03/earlier-B.jpg');
    const words = ['identify', '--gallery', gallery, probe, '--seen-on', '2023-07', '--report', report, '--json'];
    const { code, out } = await runProgram(words);
    expect(code).toBe(0);
    const found = IdentifyJson.parse(JSON.parse(out));
    expect(found).toMatchObject({ probe, mode: 'investigation', fpir: null, nobody: false, problem: null });
    expect(found.gallery).toEqual({ dir: gallery, children: 5, photos: 10 });
    expect(found.candidates.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    expect(found.candidates[0]?.child).toBe('i03');
    expect(found.candidates[0]?.photos.map(({ photo, taken }) => [photo, taken]).sort()).toEqual([
      ['A.jpg', '2016'],
      ['earlier-C.jpg', '2021'],
    ]);
    const page = await readFile(report, 'utf8');
    expect(page).toContain('A candidate is not a match');
    expect(page).toContain('Mira');
    expect(page).toContain('would be 11 years when seen');
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    expect(page.replace(/<style>[\s\S]*<\/style>|data:[^"]*/g, '')).not.toMatch(/\d\s*%/);
  });

  it('says «nobody» where nobody reaches the threshold, and that is no failure', async () => {
    const words = ['identify', '--gallery', gallery, child('i12/A.jpg'), '--mode', 'identification', '--fpir', '1%'];
    const { code, out } = await runProgram(words);
    expect(code).toBe(0);
    expect(out).toContain('Nobody in this gallery');
    const json = IdentifyJson.parse(JSON.parse((await runProgram([...words, '--json'])).out));
    expect(json).toMatchObject({ nobody: true, candidates: [], fpir: 0.01, mode: 'identification' });
  });

  it('never chooses one of several faces by itself', async () => {
    const refused = await runProgram(['identify', '--gallery', gallery, group, '--json']);
    expect(refused.code).toBe(3);
    expect(IdentifyJson.parse(JSON.parse(refused.out))).toMatchObject({ face: null, candidates: [], nobody: false });
    expect(refused.out).toContain('nobody said which one is meant');
    const chosen = await runProgram(['identify', '--gallery', gallery, group, '--face', '2', '--json']);
    expect(IdentifyJson.parse(JSON.parse(chosen.out)).face?.number).toBe(2);
    const none = await runProgram(['identify', '--gallery', gallery, group, '--face', '9']);
    expect(none.out).toContain('There is no face 9: The photo shows 3 faces');
  });

  it('answers for several photos in their order, and goes on past a bad one', async () => {
    const photos = [child('i02/earlier-B.jpg'), 'none.jpg', child('i01/earlier-B.jpg')];
    const { code, out } = await runProgram(['identify', '--gallery', gallery, ...photos, '--length', '1', '--json']);
    expect(code).toBe(1);
    const answers = IdentifyJson.array().parse(JSON.parse(out));
    expect(answers.map(({ probe }) => probe)).toEqual(photos);
    expect(answers.map(({ candidates }) => candidates[0]?.child)).toEqual(['i02', undefined, 'i01']);
    expect(answers[1]?.problem).toBe('There is no such file.');
  });

  it('has the distance of dlib for comparison, without a calibration', async () => {
    const words = ['identify', '--gallery', gallery, child('i03/earlier-B.jpg'), '--method', 'euclidean', '--json'];
    const { candidates, method } = IdentifyJson.parse(JSON.parse((await runProgram(words)).out));
    expect(method).toBe('euclidean');
    expect(candidates[0]).toMatchObject({ child: 'i03', oneIn: null });
  });
});

function fail(): never {
  throw new Error('there is no such entry');
}
