import { join } from 'node:path';
import { Command } from 'commander';
import { openSealedStore } from '../adapters/sealed-store.ts';
import type { App } from '../app.ts';
import { type Classifier, classify } from '../evaluation/svm/classifier.ts';
import { loadClassifier } from '../evaluation/svm/train-folder.ts';
import type { DetectorName } from '../face/detect.ts';
import { extractPhotos, type PhotoResult } from '../services/folders/extraction.ts';
import { EXIT, exitWith } from './exit.ts';
import { detectorOption, type JsonTarget, jsonOption } from './options.ts';
import { answer } from './output.ts';
import { SVM_FOLDER } from './train.ts';

interface ClassifyOptions {
  readonly model: string;
  readonly detector: DetectorName;
  readonly from?: string;
  readonly json?: JsonTarget;
}

/** What the classifier says of one face of a photo, or why it says nothing. */
interface Answer {
  readonly photo: string;
  /** The first face, the largest, is 1. */
  readonly face?: number;
  readonly person?: string | null;
  readonly decision?: number;
  readonly problem?: string;
}

/** `homeward classify DIR PHOTO…` */
export function classifyCommand(app: App): Command {
  return new Command('classify')
    .summary('ask a trained classifier who is in a photo, for comparison')
    .description(
      'Ask the classifier of «homeward train svm DIR» who is in photos. For comparison; «identify» is better.',
    )
    .argument('<dir>', 'the folder that it was trained on')
    .argument('<photo...>', 'photos; every face in them is classified')
    .option('--model <id>', 'embedding model that it was trained on', 'dlib128')
    .option('--from <dir>', `where the encrypted classifier is kept (default: DIR/${SVM_FOLDER})`)
    .addOption(detectorOption())
    .addOption(jsonOption())
    .action((dir: string, photos: string[], options: ClassifyOptions) => classifyPhotos(app, dir, photos, options));
}

async function classifyPhotos(app: App, dir: string, photos: string[], options: ClassifyOptions): Promise<void> {
  const store = openSealedStore(options.from ?? join(dir, SVM_FOLDER), await app.key());
  const classifier = await loadClassifier(store, options.model);
  const answers: Answer[] = [];
  for await (const result of extractPhotos(app, photos, { engine: { detector: options.detector } }))
    answers.push(...answersOf(classifier, result));
  await answer(options.json, answers, () => answers.map(inWords).join('\n'));
  if (answers.some(({ problem }) => problem)) exitWith(EXIT.someFailed);
}

function answersOf(classifier: Classifier, result: PhotoResult): Answer[] {
  const photo = result.path;
  if ('problem' in result) return [{ photo, problem: result.problem }];
  const { faces } = result.extraction;
  if (faces.length === 0) return [{ photo, problem: 'No face was found.' }];
  return faces.map(({ embeddings }, index) => ({ photo, face: index + 1, ...classify(classifier, embeddings) }));
}

function inWords({ photo, face, person, decision = 0, problem }: Answer): string {
  if (problem) return `${photo}: ${problem}`;
  const who = person === null ? 'nobody of this folder' : `proposes ${person}; people decide`;
  return `${photo}, face ${face}: ${who} (decision value ${decision.toFixed(3)})`;
}
