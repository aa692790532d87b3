import type { Template } from '../core/face.ts';
import { answer, type Scores } from './answer.ts';
import { thresholdFor } from './calibration.ts';
import { compareProbes, prepareGallery } from './comparison.ts';
import { ageDomain } from './domain.ts';
import { type Calibrations, collectImpostors } from './impostors.ts';
import { openNormaliser } from './normaliser.ts';
import type { GalleryScorer, PastProbe, Reference, ScoreMatrix, ScoringOptions } from './types.ts';

/**
 * Make a gallery ready for searching: centre, weigh, estimate impostor statistics, calibrate.
 *
 * Everything is estimated from this deployment's own faces, with conservative start values while there are few
 * ([Note: Calibration]). Building compares up to a thousand of the children with all others: about as long as a
 * thousand searches.
 *
 * @param references one entry a child; a child without templates is never a candidate
 * @param pastProbes faces searched before, for the candidate's cohort and, where people have found who they
 *   are, for the calibration
 * @throws RangeError when a child comes twice
 */
export function buildGalleryScorer(
  references: readonly Reference[],
  pastProbes: readonly PastProbe[] = [],
  options: ScoringOptions = {},
): GalleryScorer {
  const gallery = prepareGallery(references, pastProbes, options);
  const openWith = (probes: readonly PastProbe[]) => openNormaliser(gallery, probes, options.cohortSize);
  const normaliser = openWith(pastProbes);
  let calibrations: Calibrations | null = null;
  const calibrationFor = (ageYears: number | null) => {
    calibrations ??= collectImpostors(gallery, pastProbes, openWith);
    return calibrations[ageDomain(ageYears)];
  };
  function* scoresOf(probes: readonly Template[]): Generator<Scores> {
    let index = 0;
    for (const raw of compareProbes(gallery, probes)) {
      const probe = probes[index++];
      if (!probe) return;
      yield { ...raw, normalised: normaliser.normalise(raw.children, ageDomain(probe.ageYears), probe) };
    }
  }
  return {
    children: gallery.rows.children,
    search(probe, request = {}) {
      const [scores] = scoresOf([probe]);
      if (!scores) throw new RangeError('one probe gives one row of scores');
      return answer(probe, scores, { rows: gallery.rows, calibration: calibrationFor(probe.ageYears), request });
    },
    scoreAll: (probes) => scoreMatrix(gallery.rows.children, probes.length, scoresOf(probes)),
    thresholdFor: (ageYears, fpir) => thresholdFor(calibrationFor(ageYears), fpir),
  };
}

function scoreMatrix(children: readonly string[], probes: number, scores: Iterable<Scores>): ScoreMatrix {
  const values = new Float32Array(probes * children.length);
  let offset = 0;
  for (const { normalised } of scores) {
    values.set(normalised, offset);
    offset += children.length;
  }
  return { children, probes, values };
}
