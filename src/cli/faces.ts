import { mkdir, stat } from 'node:fs/promises';
import { basename, extname, join, parse } from 'node:path';
import { Command } from 'commander';
import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';

import type { DetectorName } from '../face/detect.ts';
import { extractPhotos, type PhotoResult } from '../services/folders/extraction.ts';
import { drawFaces } from './draw-faces.ts';
import { EXIT, exitWith } from './exit.ts';
import { facesJson, oneOrAll } from './face-json.ts';
import { detectorOption, type JsonTarget, jsonOption } from './options.ts';
import { answer, note, writeOutput } from './output.ts';
import { startProgress } from './progress.ts';
import { count, table } from './words.ts';

interface FacesOptions {
  readonly detector: DetectorName;
  readonly smallFaces?: true;
  readonly annotate?: string;
  readonly json?: JsonTarget;
}

const HELP = `
Examples:
  homeward faces family.jpg                          all faces, their numbers, how good each one is
  homeward faces family.jpg --annotate faces.jpg     the same, drawn into a picture
  homeward faces photos/*.jpg --annotate out/ --json faces.json

The number of a face is what --face takes in «compare», «enrol» and «identify». Quality is 0 to 100 after
ISO/IEC 29794-5; below 40 expect to miss the child. The score of a detector says «this is a face», not whose.`;

/** `homeward faces PHOTO…` */
export function facesCommand(app: App): Command {
  return new Command('faces')
    .summary('find the faces in photos: boxes, quality, and what to do about a bad photo')
    .description('Find all faces in photos, number them, and say how good each one is for comparison.')
    .argument('<photo...>', 'photos: JPEG, PNG, WebP, AVIF or HEIC')
    .option('--annotate <out>', 'draw the faces: a file for one photo, a folder for several')
    .option('--small-faces', 'look for faces of a few pixels too; several times slower')
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action((photos: string[], options: FacesOptions) => showFaces(app, photos, options));
}

async function showFaces(app: App, photos: readonly string[], options: FacesOptions): Promise<void> {
  const { detector, smallFaces, annotate, json } = options;
  const target = annotate === undefined ? undefined : await annotationTarget(annotate, photos);
  const progress = startProgress('Looking for faces');
  const results: PhotoResult[] = [];
  for await (const result of extractPhotos(app, photos, {
    engine: { detector, ...(smallFaces ? { smallFaces } : {}) },
  })) {
    results.push(result);
    progress.update(results.length, photos.length);
    if (target && 'extraction' in result) {
      const file = target(result.path);
      await writeOutput(file, await drawFaces(app, result.path, result.extraction.faces), photos);
      note(`${basename(result.path)} with its faces: ${file}`);
    }
  }
  progress.stop();
  await answer(json, oneOrAll(results.map(facesJson)), () => results.map(describe).join('\n\n'));
  const unusable = results.filter((result) => 'problem' in result || result.extraction.faces.length === 0).length;
  if (unusable > 0) exitWith(unusable === results.length ? EXIT.nothingDone : EXIT.someFailed);
}

function describe(result: PhotoResult): string {
  if ('problem' in result) return `${result.path}: ${result.problem}`;
  const { photo, faces, refused } = result.extraction;
  const taken = photo.capturedAt ? `, taken ${photo.capturedAt.toISOString().slice(0, 10)}` : '';
  const title = `${result.path}: ${count(faces.length, 'face')} in ${photo.width} × ${photo.height} pixels${taken}`;
  const rows = faces.map(({ box, quality }, index) => [
    index + 1,
    `${Math.round(box.x)}, ${Math.round(box.y)}`,
    `${Math.round(box.width)} × ${Math.round(box.height)}`,
    Math.round(quality.score),
    quality.reasons.join('\n') || '–',
  ]);
  return [
    title,
    ...photo.warnings.map((warning) => `  ${warning}`),
    ...(faces.length > 0
      ? [table(['face', 'at x, y', 'size', 'quality', 'what to mend'], rows, [6, 13, 13, 9, 70])]
      : []),
    ...(faces.length === 0
      ? ['  No face was found. Try --small-faces, or a photo that shows the face larger and from the front.']
      : []),
    ...refused.map(
      ({ box, reason }) => `  Not taken for a face at ${Math.round(box.x)}, ${Math.round(box.y)}: ${reason}`,
    ),
  ].join('\n');
}

/** Where the picture of each photo goes; two photos of one name in different folders do not overwrite each other. */
async function annotationTarget(out: string, photos: readonly string[]): Promise<(path: string) => string> {
  const isFolder = out.endsWith('/') || extname(out) === '' || (await stat(out).catch(() => null))?.isDirectory();
  if (!isFolder && photos.length === 1) return () => out;
  if (!isFolder)
    throw new AppError(
      'invalid',
      `--annotate ${out}: with several photos name a folder, such as «${parse(out).name}/».`,
    );
  await mkdir(out, { recursive: true });
  const used = new Map<string, number>();
  return (path) => {
    const name = parse(path).name;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return join(out, `${name}${times > 1 ? `-${times}` : ''}-faces.jpg`);
  };
}
