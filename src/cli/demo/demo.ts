import { join, relative } from 'node:path';
import { Command } from 'commander';
import type { App } from '../../app.ts';
import { AppError } from '../../core/errors.ts';
import type { SearchResult } from '../../match/types.ts';
import { type Enrolment, enrol } from '../../services/folders/enrolment.ts';
import {
  type Identification,
  identify,
  openSearcher,
  type Probe,
  templateOfProbe,
} from '../../services/folders/identification.ts';
import { describeIdentification } from '../identify-words.ts';
import { say, writeOutput } from '../output.ts';
import { startProgress } from '../progress.ts';
import { renderIdentifyReport } from '../reports/identify-report.tsx';
import { COMPUTER_GENERATED, NOT_A_MATCH } from '../words.ts';
import {
  CHILDREN,
  CHILDREN_SEEN,
  type DemoGallery,
  layOutChildren,
  layOutPeople,
  PEOPLE,
  PEOPLE_PHOTOS,
} from './galleries.ts';

const HELP = `
What «homeward» does when it is started alone. Two galleries are made in the folder: one of the adults in the group photos
of the npm package that brings a model, and one of computer-generated children. Then faces are searched in them, by the
same code as «enrol» and «identify», and a report of each is written.`;

/** What one part of the demonstration found. */
interface Finding {
  readonly gallery: DemoGallery;
  readonly enrolment: Enrolment;
  readonly answers: readonly Identification[];
  /** The same probes in identification mode. */
  readonly decisions: readonly SearchResult[];
}

/** One search for a stranger in ten may bring somebody: a threshold that so small a gallery can hold at all. */
const DEMO_FPIR = 0.1;

/** `homeward demo`, `homeward` alone, and `npm start`. */
export function demoCommand(app: App): Command {
  return new Command('demo')
    .summary('try it out on sample photos; also what «homeward» alone does')
    .description('Try Homeward out on sample photos, and write pictures and reports to look at.')
    .option('--out <dir>', 'folder that is written to', 'out')
    .addHelpText('after', HELP)
    .action(({ out }: { out: string }) => runDemo(app, out));
}

async function runDemo(app: App, out: string): Promise<void> {
  say('Homeward on sample photos. Everything happens on this computer.\n');
  const people = await search(app, await layOutPeople(app, out));
  say(`1. Photographs of adults: ${people.gallery.story}\n`);
  sayAnswers(people);
  const children = await search(app, await layOutChildren(out));
  say(`\n2. Computer-generated children: ${children.gallery.story}\n   ${COMPUTER_GENERATED}\n`);
  sayAnswers(children);
  const reports = [
    await report(app, people, join(out, 'people.html'), undefined),
    await report(app, children, join(out, 'children.html'), COMPUTER_GENERATED),
  ];
  say(`\n${NOT_A_MATCH}\n`);
  say(farewell(out, [...people.gallery.pictures, ...reports]));
}

async function search(app: App, gallery: DemoGallery): Promise<Finding> {
  const progress = startProgress('Enrolling');
  const enrolment = await enrol(app, gallery.dir, { onProgress: progress.update }).finally(progress.stop);
  const searcher = await openSearcher(app, enrolment, 'fusion');
  const probes: Probe[] = gallery.probes.map(({ path, face }) => ({ path, choice: { number: face }, ageYears: null }));
  const answers: Identification[] = [];
  const decisions: SearchResult[] = [];
  const request = { mode: 'investigation', length: 3 } as const;
  for await (const found of identify(app, probes, { request, searcher })) {
    if (!found.chosen || !found.extraction) throw unusable(found);
    const template = templateOfProbe(found.chosen.face, null, found.extraction.photo.sha256);
    answers.push(found);
    decisions.push(searcher.search(template, { mode: 'identification', fpir: DEMO_FPIR }));
  }
  return { gallery, enrolment, answers, decisions };
}

function unusable({ probe, problem }: Identification): AppError {
  return new AppError('unavailable', `${probe.path}: ${problem} Remove the folder and run «homeward» again.`);
}

function sayAnswers({ answers, enrolment, decisions }: Finding): void {
  for (const [index, found] of answers.entries()) {
    const kept = decisions[index]?.candidates.map(({ child }) => child).join(', ');
    say(describeIdentification(found, enrolment));
    say(
      `  With a threshold that lets one search for a stranger in ten through: ${kept || 'nobody in this gallery'}.\n`,
    );
  }
}

async function report(
  app: App,
  { enrolment, answers }: Finding,
  file: string,
  notice: string | undefined,
): Promise<string> {
  const page = await renderIdentifyReport(app, { enrolment, answers, mode: 'investigation', method: 'fusion', notice });
  await writeOutput(file, page, []);
  return file;
}

function farewell(out: string, files: readonly string[]): string {
  const here = (path: string) => (relative('', path).startsWith('..') ? path : relative('', path));
  return `Look at:
${files.map((file) => `  ${here(file)}`).join('\n')}

Then try:
  npx homeward faces YOUR-PHOTO.jpg --annotate faces.jpg
  npx homeward identify --gallery ${here(join(out, PEOPLE))} ${here(join(out, PEOPLE_PHOTOS, 'sample1.jpg'))} --face 1
  npx homeward identify --gallery ${here(join(out, CHILDREN))} ${here(join(out, CHILDREN_SEEN, 'i03.jpg'))} --report report.html
  npx homeward enrol --help          how to make a gallery of your own`;
}
