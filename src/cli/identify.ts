import { Command, Option } from 'commander';
import type { FaceChoice } from '../adapters/face-choice.ts';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { PartialDate } from '../core/partial-date.ts';
import { parsePartialDate } from '../core/partial-date.ts';
import type { DetectorName } from '../face/detect.ts';
import { DEFAULT_FPIR } from '../match/answer.ts';
import type { SearchMode } from '../match/types.ts';
import { loadCalibration } from '../services/folders/calibration.ts';
import { type Enrolment, openEnrolment } from '../services/folders/enrolment.ts';
import { type Identification, identify, openSearcher, type SearchMethod } from '../services/folders/identification.ts';
import type { GivenCalibration } from '../services/folders/likelihood-note.ts';
import { changeLines } from './enrol.ts';
import { EXIT, exitWith } from './exit.ts';
import { oneOrAll } from './face-json.ts';
import { identifyJson } from './identify-json.ts';
import { describeIdentification } from './identify-words.ts';
import { argument, detectorOption, type JsonTarget, jsonOption, proportion, wholeNumber } from './options.ts';
import { answer, note, writeOutput } from './output.ts';
import { choicesFor, collectFace } from './probe-options.ts';
import { startProgress } from './progress.ts';
import { renderIdentifyReport } from './reports/identify-report.tsx';
import { count, NOT_A_MATCH, problemLines } from './words.ts';

/** The options of `homeward identify` as commander gives them. */
interface IdentifyOptions {
  readonly gallery: string;
  readonly mode: SearchMode;
  readonly fpir?: number;
  readonly face?: ReadonlyMap<string, FaceChoice>;
  readonly age?: number;
  readonly seenOn?: PartialDate;
  readonly length: number;
  readonly method: SearchMethod;
  readonly calibration?: string;
  readonly report?: string;
  readonly cache?: string;
  readonly detector: DetectorName;
  readonly json?: JsonTarget;
}

/** Longest list: with 100 candidates people found fewer mates and raised more false alarms (Heyer 2018). */
const LONGEST_LIST = 20;

const HELP = `
Two modes. «investigation» lists the children who look most alike, for trained people to judge; somebody always comes
first, also when the person is a stranger. «identification» lists only children above a threshold and otherwise says
«nobody in this gallery»; --fpir is the share of searches for strangers that may bring somebody by mistake.

Strength is told as «about one in 200»: about one search in 200 for an unrelated child would bring somebody this high in
a gallery of this size. It is never a percentage of sameness. With a small gallery there is little to learn from, and
the answer says so.

Examples:
  homeward identify --gallery children/ seen.jpg
  homeward identify --gallery children/ crowd.jpg --face 3 --age 12 --seen-on 2024-05 --report report.html
  homeward identify --gallery children/ --mode identification --fpir 1% new/*.jpg --json answers.json

Photos that are searched for are never stored. Exit code 0 also for «nobody».`;

/** `homeward identify --gallery DIR PROBE…` */
export function identifyCommand(app: App): Command {
  return new Command('identify')
    .summary('search a gallery for the face in a photo')
    .description(
      'Search a gallery of missing children for the face in a photo, and list candidates for people to judge.',
    )
    .argument('<photo...>', 'photos of a child who may be one of them')
    .requiredOption('--gallery <dir>', 'folder with one folder a child, as for «enrol»')
    .addOption(
      new Option('--mode <mode>', 'how to answer')
        .choices(['investigation', 'identification'])
        .default('investigation'),
    )
    .option(
      '--fpir <share>',
      'identification: share of searches for strangers that may bring somebody (default: 1%)',
      proportion,
    )
    .option(
      '--face <n>',
      'which face, where the photo shows several; with several photos FILE=N, repeated',
      collectFace,
    )
    .option('--age <years>', 'about how old the person in the photo is', argument(parseAge))
    .option('--seen-on <date>', 'when the photo was taken, if the camera did not write it', argument(parsePartialDate))
    .option('--length <n>', 'longest list', wholeNumber(1, LONGEST_LIST), LONGEST_LIST)
    .addOption(
      new Option(
        '--method <name>',
        'fusion: all models, calibrated. euclidean: dlib’s distance and 0.6, for comparison only',
      )
        .choices(['fusion', 'euclidean'])
        .default('fusion'),
    )
    .option('--calibration <file.json>', 'score as «homeward calibrate» found best on people of your own')
    .option('--report <file.html>', 'write a page that shows the face and the candidates side by side')
    .option('--cache <dir>', 'where the encrypted templates are kept (default: in the gallery, .homeward)')
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((photos: string[], options: IdentifyOptions) => identifyPhotos(app, photos, options));
}

async function identifyPhotos(app: App, photos: readonly string[], options: IdentifyOptions): Promise<void> {
  const choiceFor = choicesFor(photos, options.face);
  if (options.fpir !== undefined && options.mode !== 'identification')
    note('--fpir counts in --mode identification only.');
  const calibration = await calibrationFor(app, options);
  const enrolment = await openGallery(app, options);
  const searcher = await openSearcher(app, enrolment, options.method, calibration);
  const probes = photos.map((path) => ({ path, choice: choiceFor(path), ageYears: options.age ?? null }));
  const progress = startProgress('Searching');
  const answers: Identification[] = [];
  const { mode, length, fpir = DEFAULT_FPIR, detector } = options;
  for await (const found of identify(app, probes, {
    engine: { detector },
    request: { mode, length, fpir },
    searcher,
  })) {
    answers.push(found);
    progress.update(answers.length, probes.length);
  }
  progress.stop();
  if (options.report) {
    const page = await renderIdentifyReport(app, { enrolment, answers, ...options });
    await writeOutput(options.report, page, photos);
    note(`Report: ${options.report}`);
  }
  await answer(options.json, oneOrAll(answers.map((found) => identifyJson(found, enrolment, options))), () =>
    [...answers.map((found) => describeIdentification(found, enrolment)), NOT_A_MATCH].join('\n\n'),
  );
  exitFor(enrolment, answers);
}

/** Looked at before any photo is: a file that is refused should be refused at once. */
async function calibrationFor(app: App, { calibration, method }: IdentifyOptions): Promise<GivenCalibration | null> {
  if (!calibration) return null;
  if (method !== 'fusion')
    throw new AppError('invalid', '--calibration counts with --method fusion only: leave one of the two out.');
  return loadCalibration(app, calibration);
}

async function openGallery(app: App, { gallery, cache, detector }: IdentifyOptions): Promise<Enrolment> {
  const progress = startProgress('Preparing the gallery');
  const enrolment = await openEnrolment(app, gallery, {
    engine: { detector },
    ...(cache ? { cache } : {}),
    onProgress: progress.update,
  }).finally(progress.stop);
  if (enrolment.problems.length > 0) note(`Gallery: ${problemLines(enrolment.problems)}\n`);
  for (const line of enrolment.changes ? changeLines(enrolment.changes) : []) note(line);
  return enrolment;
}

function exitFor({ problems }: Enrolment, answers: readonly Identification[]): void {
  const failed = answers.filter(({ problem }) => problem !== null).length;
  if (failed === answers.length) exitWith(EXIT.nothingDone);
  else if (failed > 0 || problems.length > 0) exitWith(EXIT.someFailed);
  if (failed > 0) note(`\n${count(failed, 'photo')} could not be searched for; the reason stands above.`);
}

function parseAge(text: string): number {
  const years = Number(text);
  if (text.trim() !== '' && years >= 0 && years <= 120) return years;
  throw new RangeError('Give years, such as 12 or 0.5.');
}
