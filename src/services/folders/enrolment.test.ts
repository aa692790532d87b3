import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakePhoto, fakeApp, fakePhoto } from '../../testing/fake-app.ts';
import { type Enrolment, enrol, forgetEnrolment, openEnrolment, referencesOf } from './enrolment.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'homeward-enrol-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(files: Readonly<Record<string, FakePhoto | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), typeof content === 'string' ? content : fakePhoto(content));
  }
}
const lines = ({ problems }: Enrolment) => problems.map(({ where, message }) => `${where}: ${message}`);

describe('enrol', () => {
  it('joins folders, children.csv and what the cameras wrote', async () => {
    await put({
      'amina/1.jpg': { faces: [1] },
      'amina/2.jpg': { faces: [1], capturedAt: '2021-03-15T10:00:00Z' },
      'ben/1.jpg': { faces: [2], remark: 'no date anywhere' },
      'children.csv': 'child,name,birth_date,photo_dates\nAMINA,Amina B.,2014-03-15,1.jpg=2019\n',
    });
    const enrolment = await enrol(fakeApp(), dir);
    expect(lines(enrolment)).toEqual([]);
    const [amina, ben] = enrolment.children;
    expect(amina).toMatchObject({ child: 'amina', name: 'Amina B.' });
    expect(amina?.photos.map(({ photo, ageYears }) => [photo, ageYears && Math.round(ageYears * 10) / 10])).toEqual([
      ['1.jpg', 5.3],
      ['2.jpg', 7],
    ]);
    expect(ben?.photos[0]).toMatchObject({ ageYears: null, taken: null, number: 1 });
    expect(referencesOf(enrolment).map(({ child, templates }) => [child, templates.length])).toEqual([
      ['amina', 2],
      ['ben', 1],
    ]);
  });

  it('gives each bad photo its line and enrols the rest', async () => {
    await put({
      'a/bad.jpg': 'not a photo',
      'a/empty.jpg': { faces: [] },
      'a/good.jpg': { faces: [1] },
      'b/group.jpg': { faces: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] },
      'none/notes.txt': 'x',
      'stray.jpg': { faces: [1] },
    });
    const enrolment = await enrol(fakeApp(), dir);
    expect(lines(enrolment)).toEqual([
      expect.stringMatching(/^stray.jpg: .*no child’s folder/),
      expect.stringMatching(/^none: This folder holds no photo/),
      'a/bad.jpg: This is not a photo.',
      expect.stringMatching(/^a\/empty.jpg: No face was found/),
      expect.stringMatching(/^b\/group.jpg: The photo shows 12 faces, and nobody said which one is meant.*group.jpg=2/),
    ]);
    expect(referencesOf(enrolment).map(({ child }) => child)).toEqual(['a']);
  });

  it('takes the face that children.csv or the command line chooses', async () => {
    await put({
      'a/1.jpg': { faces: [5, 6] },
      'b/1.jpg': { faces: [7, 8], remark: 'b' },
      'c/1.jpg': { faces: [9, 10], remark: 'c' },
      'children.csv': 'child,faces\na,1.jpg=2\nc,1.jpg=3\n',
    });
    const enrolment = await enrol(fakeApp(), dir, { choices: new Map([['b/1.jpg', { pixel: { x: 130, y: 60 } }]]) });
    expect(enrolment.children.map(({ photos }) => photos[0]?.number)).toEqual([2, 2, undefined]);
    expect(lines(enrolment)).toEqual([expect.stringContaining('c/1.jpg: There is no face 3: The photo shows 2 faces')]);
  });

  it('tells of rows, folders and photos that do not fit together', async () => {
    await put({
      'Amina/1.jpg': { faces: [1] },
      'amina/1.jpg': { faces: [1] },
      'ben/1.jpg': { faces: [2], remark: 'x' },
      'ben/copy.jpg': { faces: [2], remark: 'x' },
      'children.csv':
        'child,birth_date,photo_dates\nnobody,2014,\nben,2015,1.jpg=2014; 2.jpg=2020; copy.jpg=2030\nBEN,2015,\n',
    });
    const enrolment = await enrol(fakeApp(), dir);
    expect(lines(enrolment)).toEqual([
      expect.stringMatching(/^children.csv row 2: There is no folder «nobody»/),
      expect.stringMatching(/^children.csv row 4: The folder «ben» was described above/),
      expect.stringMatching(/^children.csv row 3: The folder «ben» has no photo «2.jpg»/),
      expect.stringMatching(/^(amina|Amina): This folder has the same name as/),
      expect.stringMatching(/^ben\/1.jpg: The date 2014 from children.csv lies before the birth on 2015/),
      expect.stringMatching(/^ben\/copy.jpg: The date 2030 from children.csv lies in the future/),
      expect.stringMatching(/^ben\/copy.jpg: The same photo as 1.jpg; it is used once/),
      expect.stringMatching(/^(amina|Amina)\/1.jpg: The same face of the same photo as/),
    ]);
    expect(referencesOf(enrolment)).toHaveLength(3);
  });

  it('goes on without a children.csv that is no table', async () => {
    await put({ 'a/1.jpg': { faces: [1] }, 'Children.CSV': 'birth\n2014\n' });
    const enrolment = await enrol(fakeApp(), dir);
    expect(lines(enrolment)).toEqual([expect.stringMatching(/^Children.CSV: No column .* It is left out/)]);
    expect(referencesOf(enrolment)).toHaveLength(1);
  });

  it('does siblings in one photo, each with a face of its own', async () => {
    await put({
      'a/1.jpg': { faces: [1, 2] },
      'b/1.jpg': { faces: [1, 2] },
      'children.csv': 'child,faces\na,1.jpg=1\nb,1.jpg=2\n',
    });
    expect(lines(await enrol(fakeApp(), dir))).toEqual([]);
  });
});

describe('the sealed templates', () => {
  it('spare the work the second time, and for copies of a photo', async () => {
    await put({ 'a/1.jpg': { faces: [1] }, 'a/2.jpg': { faces: [1] }, 'b/1.jpg': { faces: [2] } });
    const app = fakeApp();
    await enrol(app, dir);
    expect(app.extractions()).toBe(2);
    await openEnrolment(app, dir);
    expect(app.extractions()).toBe(2);
  });

  it('notice what was added, changed and removed, and keep nothing of what is gone', async () => {
    await put({ 'a/1.jpg': { faces: [1] }, 'a/2.jpg': { faces: [1], remark: 'two' }, 'b/1.jpg': { faces: [2] } });
    const app = fakeApp();
    expect((await enrol(app, dir)).changes).toBeNull();
    await put({ 'a/1.jpg': { faces: [1], remark: 'changed' }, 'a/3.jpg': { faces: [1], remark: 'new' } });
    await rm(join(dir, 'b/1.jpg'));
    const changes = { added: ['a/3.jpg'], changed: ['a/1.jpg'], removed: ['b/1.jpg'] };
    expect((await openEnrolment(app, dir)).changes).toEqual(changes);
    expect((await enrol(app, dir)).changes).toEqual(changes);
    expect((await enrol(app, dir)).changes).toEqual({ added: [], changed: [], removed: [] });
    const before = app.extractions();
    await put({ 'b/1.jpg': { faces: [2] } });
    await enrol(app, dir);
    expect(app.extractions()).toBe(before + 1);
  });

  it('survive a stop half-way: what was done is not done again', async () => {
    const photos = Object.fromEntries([...Array(12).keys()].map((n) => [`c${n}/1.jpg`, { faces: [n] }]));
    await put(photos);
    const stop = new AbortController();
    const app = fakeApp({ signal: stop.signal });
    const onProgress = (done: number) => {
      if (done === 5) stop.abort(new Error('Ctrl-C'));
    };
    await expect(enrol(app, dir, { onProgress })).rejects.toThrow('Ctrl-C');
    const again = fakeApp();
    expect(referencesOf(await enrol(again, dir))).toHaveLength(12);
    expect(again.extractions()).toBe(12 - app.extractions());
  });

  it('are erased by forgetting', async () => {
    await put({ 'a/1.jpg': { faces: [1] } });
    const app = fakeApp();
    await enrol(app, dir);
    expect(await forgetEnrolment(dir)).toBe(true);
    expect(await forgetEnrolment(dir)).toBe(false);
    expect((await enrol(app, dir)).changes).toBeNull();
    expect(app.extractions()).toBe(2);
  });
});

it('refuses a folder with nothing to enrol', async () => {
  await expect(enrol(fakeApp(), join(dir, 'none'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(enrol(fakeApp(), dir)).rejects.toThrow('Make one folder for each child');
  await put({ 'only.jpg': { faces: [1] } });
  await expect(enrol(fakeApp(), dir)).rejects.toThrow('The photos lie in');
});
