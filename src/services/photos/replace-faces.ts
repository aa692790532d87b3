import type { Box } from '../../core/geometry.ts';
import type { Database } from '../../db/database.ts';
import {
  clearPositions,
  deleteFaces,
  type FaceBox,
  type FaceColumns,
  type FaceRow,
  findFacesInUse,
  insertFace,
  listFaces,
  moveFace,
  setChosenFace,
  updateFace,
} from '../../db/faces.ts';
import { type Photo, updatePhoto } from '../../db/photos.ts';
import { replaceTemplates } from '../../db/templates.ts';
import type { ExtractedFace } from '../../face/extraction.ts';
import type { Platform } from '../../platform.ts';
import type { Analysis } from './analysis.ts';
import { matchFaces } from './match-faces.ts';
import { sealTemplates } from './templates.ts';

/**
 * Write the faces of a new analysis over those of the one before.
 *
 * A face that is found again keeps its row, and so its candidates and what people decided. One that is not found again
 * goes, unless it was chosen or somebody has worked with it.
 *
 * @returns the face that counts, null while nobody has chosen among several; and crops that are no longer needed
 */
export async function replaceFaces(
  app: Platform,
  tx: Database,
  photo: Photo,
  analysis: Analysis,
): Promise<{ chosenId: string | null; replacedCrops: string[] }> {
  const { extraction, crops } = analysis;
  const known = await listFaces(tx, photo.id);
  const places = matchFaces(
    known.map(({ box }) => coreBox(box)),
    extraction.faces.map(({ box }) => box),
  );
  await clearPositions(tx, photo.id);
  const ids: string[] = [];
  for (const [position, face] of extraction.faces.entries()) {
    const columns = columnsOf(face, position, crops[position]?.id ?? null);
    const before = known[places[position] ?? -1];
    if (before) await updateFace(tx, before.id, columns);
    ids.push(before?.id ?? (await insertFace(tx, photo.id, columns)));
  }
  const lost = known.filter((_, index) => !places.includes(index));
  const dropped = await dropFaces(tx, lost, ids.length);
  const chosenId = await chooseOnlyFace(tx, photo, { known, ids });
  await writeTemplates(app, tx, { analysis, ids, chosenId });
  const replaced = known.filter(({ id }) => ids.includes(id) || dropped.includes(id));
  return { chosenId, replacedCrops: replaced.flatMap(({ cropId }) => (cropId === null ? [] : [cropId])) };
}

/** Drop what nobody needs of faces that were not found again; the others come after those that were. */
async function dropFaces(tx: Database, lost: readonly FaceRow[], position: number): Promise<string[]> {
  const lostIds = lost.map(({ id }) => id);
  const used = await findFacesInUse(tx, lostIds);
  const kept = lost.filter(({ id, isChosen }) => isChosen || used.has(id));
  for (const [index, { id }] of kept.entries()) await moveFace(tx, id, position + index);
  const dropped = lostIds.filter((id) => !kept.some((face) => face.id === id));
  await deleteFaces(tx, dropped);
  return dropped;
}

/** Where there is one face only, it is the one that is meant; a choice that was made stays. */
async function chooseOnlyFace(
  tx: Database,
  photo: Photo,
  { known, ids }: { known: readonly FaceRow[]; ids: readonly string[] },
): Promise<string | null> {
  const chosen = known.find(({ isChosen }) => isChosen);
  if (chosen) return chosen.id;
  const [only, ...others] = ids;
  if (!only || others.length > 0) return null;
  await setChosenFace(tx, photo.id, only);
  await updatePhoto(tx, photo.id, { chosenBy: 'only-face' });
  return only;
}

/** Once it is known who is meant, nobody else in the photo is kept to be compared with. */
async function writeTemplates(
  app: Platform,
  tx: Database,
  { analysis, ids, chosenId }: { analysis: Analysis; ids: readonly string[]; chosenId: string | null },
): Promise<void> {
  const key = { keyId: analysis.key.id, key: app.vault.open(analysis.key) };
  for (const [index, id] of ids.entries()) {
    const face = analysis.extraction.faces[index];
    const isWanted = chosenId === null || chosenId === id;
    if (face) await replaceTemplates(tx, id, isWanted ? sealTemplates(id, face.embeddings, key) : []);
  }
}

function columnsOf(face: ExtractedFace, position: number, cropId: string | null): FaceColumns {
  const { x: left, y: top, width, height } = face.box;
  const { score: quality, components, reasons } = face.quality;
  const { score, landmarks } = face;
  return { position, box: { left, top, width, height }, landmarks, score, quality, components, reasons, cropId };
}

function coreBox({ left, top, width, height }: FaceBox): Box {
  return { x: left, y: top, width, height };
}
