import type { FaceChoice } from '../../adapters/face-choice.ts';
import type { App } from '../../app.ts';
import { AppError } from '../../core/errors.ts';
import type { ExtractOptions } from '../../face/extraction.ts';
import { buildGalleryScorer } from '../../match/scorer.ts';
import type { Candidate, SearchResult } from '../../match/types.ts';
import { type ChosenFace, chooseFace } from './enrol-photo.ts';
import { extractPhoto } from './extraction.ts';
import { howToChoose, scoringOf, templateOfProbe } from './identification.ts';

/** One side of a comparison. */
export interface ComparedPhoto {
  readonly path: string;
  readonly choice: FaceChoice | null;
}

/** How alike two faces are, and what that is worth. */
export interface Comparison {
  readonly faces: readonly [ChosenFace, ChosenFace];
  readonly candidate: Candidate;
  readonly notes: SearchResult['notes'];
}

/**
 * Compare one face with another: the second is searched in a gallery that holds only the first.
 *
 * @throws AppError when a photo cannot be used, shows no face, or several and none is chosen
 */
export async function compareFaces(
  app: App,
  photos: readonly [ComparedPhoto, ComparedPhoto],
  engine: ExtractOptions,
): Promise<Comparison> {
  const first = await readFace(app, photos[0], { engine, flag: '--face-a' });
  const second = await readFace(app, photos[1], { engine, flag: '--face-b' });
  const scorer = buildGalleryScorer([{ child: photos[0].path, templates: [first.template] }], [], {
    models: scoringOf(await app.models()),
  });
  const { candidates, notes } = scorer.search(second.template);
  const [candidate] = candidates;
  if (!candidate) throw new RangeError('a gallery of one gives one candidate');
  return { faces: [first.chosen, second.chosen], candidate, notes };
}

async function readFace(
  app: App,
  { path, choice }: ComparedPhoto,
  { engine, flag }: { engine: ExtractOptions; flag: string },
) {
  const extraction = await extractPhoto(app, path, { engine });
  const chosen = chooseFace(extraction, choice, howToChoose(path, `${flag} NUMBER`));
  if ('problem' in chosen) throw new AppError('invalid', `${path}: ${chosen.problem}`);
  return { chosen, template: templateOfProbe(chosen.face, null, extraction.photo.sha256) };
}
