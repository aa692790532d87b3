import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { saveClassifier, type TrainedFolder, trainFolder } from '../evaluation/svm/train-folder.ts';
import type { DetectorName } from '../face/detect.ts';
import { EXIT, exitWith } from './exit.ts';
import { detectorOption, type JsonTarget, jsonOption, proportion, wholeNumber } from './options.ts';
import { answer, note } from './output.ts';
import { startProgress } from './progress.ts';
import { count } from './words.ts';

/** Folder of the sealed classifiers, inside the folder of people. */
export const SVM_FOLDER = '.homeward-svm';

interface TrainOptions {
  readonly model: string;
  readonly fpir: number;
  readonly splits: number;
  readonly seed: number;
  readonly detector: DetectorName;
  readonly out?: string;
  readonly json?: JsonTarget;
}

const HELP = `
The method of Chandran and others (2018): a support vector machine that knows these people and no other. It is kept for
comparison; «homeward identify» finds more, needs no training, and is made for faces of people whom nobody knows.

  homeward train svm faces/
  homeward classify faces/ seen.jpg

The classifier holds face templates. It lies encrypted in DIR/${SVM_FOLDER}.`;

/** `homeward train …` */
export function trainCommand(app: App): Command {
  const command = new Command('train')
    .summary('train the classifier of the seed paper, for comparison')
    .description('Train a classifier on a folder of your own.');
  command
    .command('svm')
    .description('a multi-class support vector machine for a closed set of people, with a rejection of strangers')
    .argument('<dir>', 'folder with one folder a person')
    .option('--model <id>', 'embedding model to train on', 'dlib128')
    .option('--fpir <share>', 'share of strangers who may be given somebody’s name', proportion, 0.01)
    .option('--splits <n>', 'how often the closed-set accuracy is measured', wholeNumber(1, 100), 10)
    .option('--seed <n>', 'seed of the splits', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--out <dir>', `where the encrypted classifier is kept (default: DIR/${SVM_FOLDER})`)
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((dir: string, options: TrainOptions) => trainSvmOn(app, resolve(dir), options));
  return command;
}

async function trainSvmOn(app: App, dir: string, options: TrainOptions): Promise<void> {
  const { out, json, ...training } = options;
  const store = openSealedStore(out ?? join(dir, SVM_FOLDER), await app.key());
  const progress = startProgress('Photos');
  const problems: string[] = [];
  let done = 0;
  const trained = await trainFolder(app, dir, {
    ...training,
    onPhoto: (name, problem, photos) => {
      if (problem) problems.push(`  ${name}: ${problem}`);
      progress.update(++done, photos);
    },
  }).finally(progress.stop);
  await saveClassifier(store, trained.classifier);
  if (problems.length > 0) note([`${count(problems.length, 'photo')} without a template:`, ...problems].join('\n'));
  await answer(json, trainJson(trained, store.folder), () => inWords(trained, store.folder));
  if (problems.length > 0) exitWith(EXIT.someFailed);
}

function trainJson({ classifier, closedSet, problems }: TrainedFolder, folder: string) {
  const { model, people, photos, rejection } = classifier;
  const threshold = Number.isFinite(rejection.threshold) ? rejection.threshold : null;
  return { model, people, photos, rejection: { ...rejection, threshold }, closedSet, problems, folder };
}

function inWords({ classifier, closedSet, problems }: TrainedFolder, folder: string): string {
  const { model, people, photos, rejection } = classifier;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const strangers = Math.ceil(1 / rejection.fpir);
  return [
    `Trained on ${count(photos, 'photo')} of ${count(people.length, 'person', 'people')} with ${model.model}; kept in ${folder}.`,
    ...closedSet.map(({ name, accuracy, interval, splits }) => {
      const range = interval ? `, 95 % interval ${percent(interval[0])} to ${percent(interval[1])}` : '';
      return `Closed set, ${name}: ${percent(accuracy)} of photos given to the right person (${count(splits, 'split')}${range}).`;
    }),
    `Strangers are refused at a decision value of ${rejection.threshold.toFixed(3)}, set on ${count(rejection.impostors, 'photo')} of people left out in turn.`,
    ...(rejection.impostors < strangers
      ? [`! So few photos cannot show an FPIR of ${percent(rejection.fpir)}: that takes ${strangers} or more.`]
      : []),
    'A closed set flatters: everybody who is tested is known. See «homeward evaluate» for searches that also meet strangers.',
    ...problems.map((problem) => `! ${problem}`),
  ].join('\n');
}
