import { Command } from 'commander';
import { type FaceChoice, parseFaceChoice } from '../adapters/face-choice.ts';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { DetectorName } from '../face/detect.ts';
import type { Changes } from '../services/folders/enrol-checks.ts';
import type { EnrolledPhoto } from '../services/folders/enrol-photo.ts';
import { type EnrolledChild, type Enrolment, enrol } from '../services/folders/enrolment.ts';
import type { EnrolJson } from './contracts.ts';
import { EXIT, exitWith } from './exit.ts';
import { argument, detectorOption, type JsonTarget, jsonOption } from './options.ts';
import { answer, note } from './output.ts';
import { startProgress } from './progress.ts';
import { ageWords, count, problemLines, table } from './words.ts';

interface EnrolOptions {
  readonly detector: DetectorName;
  readonly face?: ReadonlyMap<string, FaceChoice>;
  readonly cache?: string;
  readonly json?: JsonTarget;
}

const HELP = `
DIR holds one folder a child, named as you want to see the child in a candidate list:

  children/amina/2019-birthday.jpg
  children/amina/2021-school.jpg
  children/ben/with-sister.jpg
  children/children.csv              optional, and worth it: ages make the answer better

children.csv, one row a child; further columns are fine:
  child,name,sex,birth_date,photo_dates,faces
  amina,Amina B.,female,2014-03,2019-birthday.jpg=2019-03-20; 2021-school.jpg=2021,
  ben,Ben K.,male,2016-07-01,,with-sister.jpg=2
or one row a photo, with the columns child, photo, date, face. Dates are 2021-05-03, 2021-05 or 2021. Where no date
is given, the one that the camera wrote counts.

A photo with several faces is left out until you say which one is the child's. Templates lie encrypted in DIR/.homeward;
«homeward forget DIR» erases them. Several photos at several ages help more than anything else.

Examples:
  homeward enrol children/
  homeward enrol children/ --face ben/with-sister.jpg=2`;

/** `homeward enrol DIR` */
export function enrolCommand(app: App): Command {
  return new Command('enrol')
    .summary('make a gallery of the photos of missing children')
    .description('Make a gallery of the photos of missing children: find the faces, judge them, keep templates.')
    .argument('<dir>', 'folder with one folder a child')
    .option(
      '--face <child/photo=n>',
      'which face is the child’s, where a photo shows several; may be repeated',
      collectChoice,
    )
    .option('--cache <dir>', 'where the encrypted templates are kept (default: DIR/.homeward)')
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((dir: string, options: EnrolOptions) => enrolFolder(app, dir, options));
}

/** One more `FILE=N`, for an option that may be repeated. */
function collectChoice(text: string, before: ReadonlyMap<string, FaceChoice> = new Map()): Map<string, FaceChoice> {
  const at = text.lastIndexOf('=');
  const file = text.slice(0, Math.max(0, at));
  const choice = argument(parseFaceChoice)(text.slice(at + 1));
  return new Map([...before, [file, choice]]);
}

async function enrolFolder(app: App, dir: string, options: EnrolOptions): Promise<void> {
  const { detector, face, cache, json } = options;
  const progress = startProgress('Enrolling');
  const enrolment = await enrol(app, dir, {
    engine: { detector },
    ...(face ? { choices: face } : {}),
    ...(cache ? { cache } : {}),
    onProgress: progress.update,
  }).finally(progress.stop);
  await answer(json, enrolJson(enrolment), () => describe(enrolment));
  if (enrolment.problems.length > 0) note(`\n${problemLines(enrolment.problems)}`);
  const usable = enrolment.children.filter(({ photos }) => photos.length > 0);
  if (usable.length === 0)
    throw new AppError(
      'invalid',
      'No child could be enrolled. Mend what is said above, then run the same command again.',
    );
  if (enrolment.problems.length > 0) exitWith(EXIT.someFailed);
}

function describe({ children, problems, changes }: Enrolment): string {
  const rows = children.map((child) => [
    child.name ? `${child.child}\n${child.name}` : child.child,
    child.photos.length,
    bestQuality(child),
    child.photos.map((photo) => ageInPhoto(photo)).join(', ') || '–',
    problems.filter(({ where }) => where === child.child || where.startsWith(`${child.child}/`)).length || '–',
  ]);
  const photos = children.reduce((sum, child) => sum + child.photos.length, 0);
  return [
    table(['child', 'photos used', 'best quality', 'age in the photos', 'to look at'], rows),
    `${count(photos, 'photo')} of ${count(children.filter((child) => child.photos.length > 0).length, 'child', 'children')} enrolled.`,
    ...(changes ? changeLines(changes) : []),
    ...advice(children),
  ].join('\n');
}

function bestQuality({ photos }: EnrolledChild): string | number {
  return photos.length === 0 ? 'none' : Math.round(Math.max(...photos.map(({ face }) => face.quality.score)));
}

function ageInPhoto({ ageYears, taken }: EnrolledPhoto): string {
  if (ageYears !== null) return ageWords(ageYears);
  return taken ? `taken ${taken.text}` : '?';
}

/** What changed since the last time, a line each; photos by the dozen are only counted. */
export function changeLines({ added, changed, removed }: Changes): string[] {
  const kinds = [
    ['new', added],
    ['changed', changed],
    ['gone', removed],
  ] as const;
  return kinds
    .filter(([, names]) => names.length > 0)
    .map(([word, names]) => {
      const shown = names.slice(0, 5).join(', ');
      return `Since the last time ${count(names.length, 'photo')} ${word}: ${shown}${names.length > 5 ? ', …' : ''}`;
    });
}

/** Below this quality a photo says little; ISO/IEC 29794-5 scores, our scale. */
const POOR_QUALITY = 40;

function advice(children: readonly EnrolledChild[]): string[] {
  const used = children.filter(({ photos }) => photos.length > 0);
  const poor = used.filter(({ photos }) => photos.every(({ face }) => face.quality.score < POOR_QUALITY));
  const undated = used.filter(({ photos }) => photos.some(({ ageYears }) => ageYears === null));
  return [
    ...(poor.length > 0
      ? [`Only poor photos of ${poor.map(({ child }) => child).join(', ')}: ask the family for better ones.`]
      : []),
    ...(undated.length > 0
      ? [
          `The age in some photos of ${count(undated.length, 'child', 'children')} is unknown: birth dates and photo dates in children.csv make the answer better.`,
        ]
      : []),
  ];
}

function enrolJson({ dir, children, problems, changes }: Enrolment): EnrolJson {
  return {
    dir,
    children: children.map(({ child, name, sex, birthDate, photos }) => ({
      child,
      name,
      sex,
      birthDate: birthDate?.text ?? null,
      photos: photos.map(({ photo, number, faces, face, taken, ageYears }) => ({
        photo,
        face: number,
        faces,
        quality: face.quality.score,
        reasons: [...face.quality.reasons],
        taken: taken?.text ?? null,
        ageYears,
      })),
    })),
    problems: [...problems],
    changes: changes && { added: [...changes.added], changed: [...changes.changed], removed: [...changes.removed] },
  };
}
