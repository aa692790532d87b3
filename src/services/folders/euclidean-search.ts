import { AppError } from '../../core/errors.ts';
import type { ModelId, Template } from '../../core/face.ts';
import { dot } from '../../core/vector.ts';
import { rankCandidates } from '../../match/candidates.ts';
import { ageDomain } from '../../match/domain.ts';
import { dlibDistance, SAME_PERSON_DISTANCE } from '../../match/euclidean.ts';
import type { GalleryScorer, PhotoEvidence, Reference } from '../../match/types.ts';

const MODEL: ModelId = 'dlib128';

/**
 * The search of the first systems for missing children: the nearest photo by the distance of dlib's vectors.
 *
 * For comparison only. The score is 0.6 minus the distance, so that higher is more alike and 0 is dlib's own limit.
 * There is no calibration: `oneIn` is NaN, and in identification mode the limit stays 0.6 whatever FPIR is wanted.
 */
export function euclideanSearcher(references: readonly Reference[]): Pick<GalleryScorer, 'search'> {
  return {
    search(probe, { mode = 'investigation', length } = {}) {
      const evidence = references.map(({ templates }) =>
        templates.flatMap((template) => compare(probe, template)).sort((a, b) => b.similarity - a.similarity),
      );
      if (references.length > 0 && evidence.every((photos) => photos.length === 0))
        throw new AppError(
          'unavailable',
          `The method «euclidean» needs the model ${MODEL}. See «homeward models list».`,
        );
      const scores = evidence.map(([best]) => best?.similarity ?? Number.NEGATIVE_INFINITY);
      const ranked = rankCandidates(scores, mode === 'identification' ? 0 : Number.NEGATIVE_INFINITY, length);
      return {
        mode,
        fpir: null,
        gallerySize: references.length,
        domain: ageDomain(probe.ageYears),
        basis: 'start',
        candidates: ranked.map(({ child, score }, index) => ({
          rank: index + 1,
          child: references[child]?.child ?? '',
          score,
          oneIn: Number.NaN,
          strength: 'not enough data',
          photos: evidence[child] ?? [],
        })),
        nobody: ranked.length === 0,
        notes: [
          `Distance of ${MODEL} with the limit ${SAME_PERSON_DISTANCE}: not calibrated, and set for adults. For comparison only.`,
        ],
      };
    },
  };
}

function compare(probe: Template, template: Template): PhotoEvidence[] {
  const mine = probe.embeddings.find(({ model }) => model === MODEL);
  const theirs = template.embeddings.find(({ model, version }) => model === MODEL && version === mine?.version);
  if (!mine || !theirs) return [];
  const cosine = dot(mine.vector, theirs.vector);
  return [
    { photo: template.photo, similarity: SAME_PERSON_DISTANCE - dlibDistance(cosine), perModel: { [MODEL]: cosine } },
  ];
}
