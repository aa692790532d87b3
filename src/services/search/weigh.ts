import {
  listConfirmedSightings,
  listRejections,
  listRelationsAmong,
  listSoughtChildren,
  type NewCandidate,
} from '../../db/candidates.ts';
import type { Database } from '../../db/database.ts';
import { listReferenceFaces, type SightingFace } from '../../db/searches.ts';
import { limitStrength } from '../../match/plausibility/growth.ts';
import { PLACE_ACCURACY_KM } from '../../match/plausibility/place-and-time.ts';
import { type Reason, reason } from '../../match/plausibility/reasons.ts';
import type { SeenPerson, SoughtChild, Whereabouts } from '../../match/plausibility/types.ts';
import { relativeReasons, weighPlausibility } from '../../match/plausibility.ts';
import type { Candidate } from '../../match/types.ts';
import type { ScoredSearch } from './contract.ts';
import { photoAge } from './references.ts';

/**
 * Make of a search what is proposed: each candidate with all that speaks for and against it beside the face.
 *
 * A pair that people rejected is left out, unless reference photos came since; then the candidate says so.
 */
export async function weighCandidates(
  db: Database,
  face: SightingFace,
  result: ScoredSearch,
): Promise<readonly NewCandidate[]> {
  const rejections = new Map((await listRejections(db, face.faceId)).map((found) => [found.caseId, found]));
  const proposed = result.candidates.filter(({ child }) => (rejections.get(child)?.newPhotos ?? 1) > 0);
  const children = await loadChildren(
    db,
    face,
    proposed.map(({ child }) => child),
  );
  const listed = proposed.flatMap((candidate, place) => {
    const facts = children.get(candidate.child);
    return facts ? [{ ...candidate, rank: place + 1, facts }] : [];
  });
  const relatives = relativeReasons(
    listed.map(({ child: caseId, rank, facts: { number, isProtected } }) => ({ caseId, number, rank, isProtected })),
    await listRelationsAmong(db, [...children.keys()]),
  );
  return listed.map((candidate) => {
    const { reasons, growth } = weighPlausibility(candidate.facts, seenPerson(face));
    const earlier = rejections.get(candidate.child);
    return {
      ...factsOfFace(candidate, result),
      strength: limitStrength(candidate.strength, growth),
      plausibility: [
        ...(earlier ? [proposedAgain(earlier)] : []),
        ...reasons,
        ...(relatives.get(candidate.child) ?? []),
      ],
    };
  });
}

/** What the face alone says. */
function factsOfFace({ child: caseId, rank, score, oneIn, photos }: Candidate, result: ScoredSearch) {
  return {
    caseId,
    rank,
    score,
    oneIn,
    photos,
    basis: result.basis,
    isAboveThreshold: isAboveThreshold(score, rank, result),
  };
}

/** Whether a candidate raises an alert. See [Note: Young deployments]. */
export function isAboveThreshold(score: number, rank: number, { alertThreshold, bestStranger }: ScoredSearch): boolean {
  return score >= alertThreshold || (bestStranger !== null && rank === 1 && score > bestStranger);
}

function proposedAgain({ decidedAt, newPhotos }: { decidedAt: Date; newPhotos: number | null }): Reason {
  const day = decidedAt.toISOString().slice(0, 10);
  return reason('against', 'earlier-decision', 'earlier-decision.new-photo', { day, photos: newPhotos ?? 0 });
}

/** A child as far as the weighing needs it, and what the list says of it. */
type ListedChild = SoughtChild & { readonly number: string; readonly isProtected: boolean };

async function loadChildren(
  db: Database,
  face: SightingFace,
  caseIds: readonly string[],
): Promise<Map<string, ListedChild>> {
  const [children, photos, sightings] = [
    await listSoughtChildren(db, caseIds),
    await listReferenceFaces(db, caseIds),
    await listConfirmedSightings(db, caseIds, { exceptSightingId: face.sightingId }),
  ];
  return new Map(
    children.map(({ caseId, lastLatitude, lastLongitude, ...child }) => [
      caseId,
      {
        ...child,
        lastPosition: positionOf(lastLatitude, lastLongitude),
        photoAges: photos.filter((photo) => photo.caseId === caseId).map(photoAge),
        confirmed: sightings.filter((sighting) => sighting.caseId === caseId).map(whereaboutsOf),
      },
    ]),
  );
}

function seenPerson({ seenAt, latitude, longitude, accuracyMetres, ageYears, sex, remarks }: SightingFace): SeenPerson {
  return {
    at: seenAt,
    position: positionOf(latitude, longitude),
    accuracyKm: accuracyKm(accuracyMetres),
    sex,
    ageYears,
    remarks,
  };
}

function whereaboutsOf(sighting: {
  readonly seenAt: Date;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number | null;
}): Whereabouts {
  const { seenAt: at, accuracyMetres, ...position } = sighting;
  return { at, position, accuracyKm: accuracyKm(accuracyMetres) };
}

function positionOf(latitude: number | null, longitude: number | null) {
  return latitude === null || longitude === null ? null : { latitude, longitude };
}

function accuracyKm(metres: number | null): number {
  return metres === null ? PLACE_ACCURACY_KM : metres / 1000;
}
