import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import { insertSearchRun } from '../../db/searches.ts';
import type { ExtractedFace } from '../../face/extraction.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { discardPhoto, type ReceivedPhoto, storePhoto } from '../photos/intake.ts';
import { requirePermission, requireReach } from '../policy.ts';
import type { ScoredSearch } from './contract.ts';
import { currentProfile } from './profile.ts';
import { type FoundChild, whoSees } from './shown-children.ts';

/** Why staff may search with a photo that is part of no sighting. */
const SEARCH_REASONS = [
  'found-child',
  'unidentified-child',
  'suspected-abduction',
  'suspected-exploitation',
  'case-work',
] as const;

/** What allows the search. */
export const LEGAL_BASES = ['vital-interest', 'police-power', 'court-order', 'child-protection', 'consent'] as const;

/** What a search by hand is asked. */
export const AdHocSearch = z.strictObject({
  reasonCode: z.enum(SEARCH_REASONS, `Say why: ${SEARCH_REASONS.join(', ')}.`),
  legalBasis: z.enum(LEGAL_BASES, `Give the legal basis: ${LEGAL_BASES.join(', ')}.`).optional(),
  incident: z.string().trim().min(3, 'Give the number of the case or incident').max(100, 'Give a shorter number'),
  ageYears: z.coerce.number('Give the age in years').min(0).max(120).optional().describe('As you judge it'),
  face: z.coerce.number().int().min(0).optional().describe('Which face is meant, where the photo shows several'),
});
export type AdHocSearch = z.output<typeof AdHocSearch>;

/** A face of the photo, to be chosen: pixels of the upright photo. */
const FaceToChoose = z.object({
  face: z.int(),
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});

/** The answer: candidates, or the faces to choose from; then nothing was searched and nothing kept. */
export const AdHocAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('choose-face'), faces: z.array(FaceToChoose) }),
  z.object({ outcome: z.literal('no-face'), advice: z.string() }),
  z.object({ outcome: z.literal('searched'), searchId: z.uuid() }),
]);
export type AdHocAnswer = z.output<typeof AdHocAnswer>;

/** @throws AppError `forbidden`: asked before a single byte of the photo is taken */
export function admitAdHocSearch(actor: Actor): void {
  requireReach(actor, 'search.ad-hoc');
}

/**
 * Search with a photo that is part of no sighting: by staff, for a stated reason and a case or incident number, on
 * record. No alert is raised and no template is kept; the photo goes when its retention ends.
 *
 * The photo was received by the caller, who discards it when this throws; where nothing was searched it is discarded
 * here.
 *
 * @throws AppError `forbidden`, `unsupported-media` or `invalid` for the photo
 */
export async function searchAdHoc(
  app: Platform,
  actor: Actor,
  photo: ReceivedPhoto,
  request: AdHocSearch,
): Promise<AdHocAnswer> {
  const answer = await searchPhoto(app, actor, photo, request);
  if (answer.outcome !== 'searched') await discardPhoto(app, photo);
  return answer.outcome === 'choose-face' ? { ...answer, faces: boxesOf(answer.faces) } : answer;
}

/** As `AdHocAnswer`, with pictures of the faces to choose from. */
type PhotoAnswer =
  | Exclude<AdHocAnswer, { outcome: 'choose-face' }>
  | { readonly outcome: 'choose-face'; readonly faces: readonly ExtractedFace[] };

/** As `searchAdHoc`; the caller discards the photo unless it was searched. */
export async function searchPhoto(
  app: Platform,
  actor: Actor,
  photo: ReceivedPhoto,
  request: AdHocSearch,
): Promise<PhotoAnswer> {
  if (actor.kind !== 'account' || actor.agencyId === null)
    throw new AppError('forbidden', 'Only people of an agency may search with a photo.');
  requirePermission(actor, 'search.ad-hoc', { agencyId: actor.agencyId });
  const bytes = await app.blobs.readWhole({ id: photo.blob.id, key: app.vault.open(photo.key) });
  const limits = { maxBytes: app.config.maxPhotoBytes, maxPixels: app.config.maxPhotoPixels };
  const { faces, photo: facts } = await (await app.engine()).extractFaces(bytes, { limits, thumbnails: true });
  const face = faces[request.face ?? 0];
  if (faces.length === 0)
    return { outcome: 'no-face', advice: 'No face was found. Send a photo that shows it larger.' };
  if (!face || (faces.length > 1 && request.face === undefined)) return { outcome: 'choose-face', faces };

  const { index, scoring } = await app.searching();
  await index.catchUp();
  const probe = {
    embeddings: face.embeddings,
    quality: face.quality.score,
    ageYears: request.ageYears ?? null,
    photo: facts.sha256,
  };
  const result = await scoring.search(probe, { protectedOf: whoSees(actor) });
  const searchId = await record(
    app,
    { actor, agencyId: actor.agencyId, accountId: actor.accountId },
    { photo, request, result },
  );
  return { outcome: 'searched', searchId };
}

interface Searcher {
  readonly actor: Actor;
  readonly agencyId: string;
  readonly accountId: string;
}

interface Searched {
  readonly photo: ReceivedPhoto;
  readonly request: AdHocSearch;
  readonly result: ScoredSearch;
}

async function record(
  app: Platform,
  { actor, agencyId, accountId }: Searcher,
  { photo, request, result }: Searched,
): Promise<string> {
  const { reasonCode, incident, legalBasis } = request;
  const { id: profile } = await currentProfile(app);
  return inTransaction(app.db, async (tx) => {
    const searchId = await insertSearchRun(tx, {
      reason: 'ad-hoc',
      faceId: null,
      profile,
      gallerySize: result.gallerySize,
      basis: result.basis,
      nobody: result.nobody,
      notes: result.notes,
      at: app.clock(),
      adHoc: { requestedBy: accountId, agencyId, reasonCode, incident, results: result.candidates.map(foundChild) },
    });
    await storePhoto(app, tx, photo, { purpose: 'probe', searchId, uploadedBy: accountId });
    const details = { incident, candidates: result.candidates.length, ...(legalBasis && { legalBasis }) };
    await audit(app, tx, actor, { action: 'search.ad-hoc', entity: 'search', entityId: searchId, reasonCode, details });
    return searchId;
  });
}

function foundChild({ child: caseId, oneIn, strength }: ScoredSearch['candidates'][number]) {
  return { caseId, oneIn, strength } satisfies FoundChild;
}

function boxesOf(faces: readonly ExtractedFace[]) {
  return faces.map(({ box: { x: left, y: top, width, height } }, face) => ({ face, left, top, width, height }));
}
