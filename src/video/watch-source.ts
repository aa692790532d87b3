import sharp from 'sharp';
import type { ModelId, Template } from '../core/face.ts';
import { dot } from '../core/vector.ts';
import type { Engine } from '../face/engine.ts';
import type { FaceShot, FrameFace } from '../face/frame.ts';
import { fuseShots } from '../match/fuse-shots.ts';
import { openTracker, TRACKING, type Track, type Tracker, type TrackingOptions } from '../match/tracks.ts';
import type { RecordedHit, WatchAnswer, WatchedSource, WatchHit } from '../services/watch/contract.ts';
import type { VideoFrame } from './frames.ts';
import type { Look } from './look.ts';

/** What looking at a source needs of the rest of Homeward. */
export interface LookParts {
  readonly engine: Pick<Engine, 'lookModel' | 'findFrameFaces' | 'describeShots'>;
  /** Asked before anybody is described or searched for. */
  readonly isOrderValid: (order: WatchedSource) => Promise<boolean>;
  /** One search in memory. */
  readonly search: (order: WatchedSource, probe: Template) => Promise<WatchAnswer>;
  readonly record: (hit: WatchHit) => Promise<RecordedHit>;
  /** A search or record that failed; it is tried again with the next frame that shows the person. */
  readonly onFailure: (error: unknown) => void;
  /** Told after each frame. */
  readonly onTiming?: (timing: Timing) => void;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** How long a frame took. */
export interface Timing {
  /** Found in the frame. */
  readonly faces: number;
  readonly lookMilliseconds: number;
  readonly searchMilliseconds: number;
  /** From when the frame was due until all was done with it. */
  readonly lagMilliseconds: number;
}

/** What must be seen of somebody before they are searched for: nobody is, because of one chance picture. */
const EVIDENCE = { shots: 3, milliseconds: 1000, leastQuality: 30 } as const;

/** They are searched for again when their best shots say so many times as much (sum of qualities). */
const CLEARLY_BETTER = 1.3;

/** dlib's cosines lie close together: 1st percentile of the same face 0.88, 99.9th of two faces 0.97. */
const DLIB_TRACKING: TrackingOptions = { ...TRACKING, leastLook: 0.85, leastLookAlone: 0.965 };

/** What the tracker keeps of a face. */
interface Kept {
  readonly face: FaceShot;
  readonly at: number;
  readonly position: number | null;
}

/** What is known of an open visit beside its track. */
interface Visit {
  /** The same whenever the film is seen: where and when the face was seen first. */
  readonly key: string;
  /** Of a film: where it began, seconds from its start. */
  readonly position: number | null;
  /** By order: what its last search knew; infinite once it led to somebody. */
  readonly searched: Map<string, number>;
}

/** Somebody who was found; known again should the tracker lose them. */
interface Found {
  readonly orderId: string;
  readonly caseIds: readonly string[];
  readonly template: Template;
  readonly trackId: number;
  /** Of a film: where their visit began. */
  readonly position: number | null;
  lastAt: number;
}

type Orders = Parameters<Look>[1];
type Tell = Parameters<Look>[2];

interface Watch {
  readonly parts: LookParts;
  readonly tracker: Tracker<Kept>;
  readonly tracking: TrackingOptions;
  readonly visits: Map<number, Visit>;
  found: Found[];
}

/**
 * Look at sources: find the faces of each frame, follow them, search once for each visit that has shown enough, and
 * again when it shows clearly more; whoever is found is recorded once a visit.
 *
 * A frame is asked for when the one before is done with, so a camera drops those between. Of whoever matches nobody only
 * the best shots exist, in memory, until their visit is over.
 */
export function openLook(parts: LookParts): Look {
  return async (frames, orders, seen) => {
    let watch = begin(parts);
    for await (const frame of frames) {
      if (orders().length === 0) {
        watch = begin(parts); // whoever was followed is forgotten
        seen({ frame, faces: [], newVisits: 0, openSince: null });
      } else await lookAt(watch, frame, orders, seen);
    }
  };
}

function begin(parts: LookParts): Watch {
  const tracking = parts.engine.lookModel === 'dlib128' ? DLIB_TRACKING : TRACKING;
  return { parts, tracking, tracker: openTracker<Kept>(tracking), visits: new Map(), found: [] };
}

async function lookAt(watch: Watch, frame: VideoFrame, orders: Orders, seen: Tell): Promise<void> {
  const { parts, visits } = watch;
  const began = parts.now();
  const faces = await parts.engine.findFrameFaces(frame.image);
  const at = frame.at.getTime();
  const { tracks, ended } = watch.tracker.follow({
    ...{ at, isCut: frame.isCut },
    faces: faces.map((face) => seenFace(face, frame)),
  });
  for (const { id } of ended) visits.delete(id);
  forgetFound(watch, tracks, at);
  const fresh = tracks.filter((track) => track.frames === 1);
  for (const track of fresh) visits.set(track.id, beginVisit(track, frame));
  // Before anybody is searched for: a browser waits for its boxes.
  const boxes = tracks.map(({ box, frames }) => ({ box, isTracked: frames > 1 }));
  seen({ frame, faces: boxes, newVisits: fresh.length, openSince: openSince(watch) });
  const looked = parts.now();
  for (const track of tracks) await consider(watch, track, orders);
  const done = parts.now();
  parts.onTiming?.({
    faces: faces.length,
    lookMilliseconds: looked - began,
    searchMilliseconds: done - looked,
    lagMilliseconds: frame.lagMilliseconds + done - began,
  });
}

/** Whoever goes on after a crash begins here: then every visit is seen from its first frame, and has the same key. */
function openSince({ visits, found }: Watch): number | null {
  const positions = [...visits.values(), ...found].flatMap(({ position }) => (position === null ? [] : [position]));
  return positions.length === 0 ? null : Math.min(...positions);
}

function seenFace(face: FrameFace, { at, position }: VideoFrame) {
  const { box, quality, look, crop, cropBox, cropLandmarks, score, detectors } = face;
  const shot = { crop, cropBox, cropLandmarks, score, detectors };
  return { box, quality, look, shot: { face: shot, at: at.getTime(), position } };
}

function beginVisit({ box, firstAt }: Track<Kept>, { position }: VideoFrame): Visit {
  const place = `${Math.round(box.x)} ${Math.round(box.y)}`;
  const when = position === null ? new Date(firstAt).toISOString() : position.toFixed(2);
  return { key: `${when} ${place}`, position, searched: new Map() };
}

/** Search for a person under all orders for which there is more to say than the last time. */
async function consider(watch: Watch, track: Track<Kept>, orders: Orders): Promise<void> {
  const visit = watch.visits.get(track.id);
  const evidence = evidenceOf(track);
  if (!visit || evidence === null) return;
  const due = orders().filter(({ orderId }) => evidence >= CLEARLY_BETTER * (visit.searched.get(orderId) ?? 0));
  if (due.length === 0) return;
  try {
    const valid = await validOf(watch.parts, due);
    if (valid.length === 0) return;
    const described = await watch.parts.engine.describeShots(track.best.map(({ shot }) => shot.face));
    const good = described.filter(({ quality }) => quality >= EVIDENCE.leastQuality);
    for (const { orderId } of valid) visit.searched.set(orderId, evidence);
    if (good.length < EVIDENCE.shots) return;
    const probe = fuseShots(good);
    for (const order of valid) await searchFor(watch, order, { track, visit, probe });
  } catch (error) {
    for (const { orderId } of due) if (visit.searched.get(orderId) === evidence) visit.searched.delete(orderId);
    watch.parts.onFailure(error);
  }
}

/** How much a track has shown; null while it is not enough. */
function evidenceOf({ best, firstAt, lastAt }: Track<Kept>): number | null {
  const good = best.filter(({ quality }) => quality >= EVIDENCE.leastQuality);
  if (good.length < EVIDENCE.shots || lastAt - firstAt < EVIDENCE.milliseconds) return null;
  return good.reduce((sum, { quality }) => sum + quality, 0);
}

async function validOf(parts: LookParts, orders: readonly WatchedSource[]): Promise<WatchedSource[]> {
  const valid: WatchedSource[] = [];
  for (const order of orders) if (await parts.isOrderValid(order)) valid.push(order);
  return valid;
}

interface Person {
  readonly track: Track<Kept>;
  readonly visit: Visit;
  readonly probe: Template;
}

async function searchFor(watch: Watch, order: WatchedSource, { track, visit, probe }: Person): Promise<void> {
  const answer = await watch.parts.search(order, probe);
  if (answer.outcome !== 'hit') return;
  const { orderId } = order;
  const { caseIds } = answer;
  const found: Found = {
    orderId,
    caseIds,
    template: probe,
    trackId: track.id,
    position: visit.position,
    lastAt: track.lastAt,
  };
  if (!isKnown(watch, found)) {
    const hit = await hitOf(order, { track, visit, probe }, caseIds);
    const { outcome } = await watch.parts.record(hit);
    if (outcome === 'refused') return;
  }
  visit.searched.set(orderId, Number.POSITIVE_INFINITY);
  watch.found.push(found);
}

/** Whether this is somebody who was found a moment ago and whom the tracker lost: same child, same face. */
function isKnown({ found, tracking, parts }: Watch, now: Found): boolean {
  return found.some(
    (before) =>
      before.orderId === now.orderId &&
      before.lastAt < now.lastAt &&
      before.caseIds[0] === now.caseIds[0] &&
      similarityOf(before.template, now.template, parts.engine.lookModel) >= tracking.leastLookAlone,
  );
}

function similarityOf(first: Template, second: Template, model: ModelId): number {
  const [one, other] = [first, second].map(({ embeddings }) => embeddings.find((each) => each.model === model));
  return one && other && one.version === other.version ? dot(one.vector, other.vector) : -1;
}

/** Whoever was found is remembered as long as a visit lasts. */
function forgetFound(watch: Watch, tracks: readonly Track<Kept>[], at: number): void {
  for (const found of watch.found) if (tracks.some(({ id }) => id === found.trackId)) found.lastAt = at;
  watch.found = watch.found.filter(({ lastAt }) => Math.abs(at - lastAt) <= watch.tracking.visitMilliseconds);
}

async function hitOf(
  { orderId, sourceId }: WatchedSource,
  { track, visit, probe }: Person,
  caseIds: readonly string[],
): Promise<WatchHit> {
  const [best] = track.best;
  if (!best) throw new RangeError('a visit without a shot');
  const { face, at, position } = best.shot;
  const { data, width, height } = face.crop;
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return {
    ...{ orderId, sourceId, caseIds, template: probe },
    visit: {
      key: visit.key,
      firstAt: new Date(track.firstAt),
      lastAt: new Date(track.lastAt),
      shotAt: new Date(at),
      positionSeconds: position,
      frames: track.frames,
    },
    shot: { jpeg, box: face.cropBox, landmarks: face.cropLandmarks, score: face.score },
  };
}
