import { assign } from '../core/assignment.ts';
import { type Box, iou } from '../core/geometry.ts';
import { dot, meanDirection } from '../core/vector.ts';

/**
 * [Note: Tracks] One person's face through the frames of a film.
 *
 * A face goes on with the track that it fits best: by where the track should be now (its speed goes on), and by what it
 * looks like. All faces of a frame are paired with all tracks at once, so that two people who cross keep their own.
 * Somebody who was hidden for a moment, or is seen again after a cut of the film, is known again by the looks alone,
 * with a stricter bar, for as long as a visit lasts: one track a person and visit.
 *
 * After SORT (Bewley et al., ICIP 2016), with appearance as in DeepSORT (Wojke et al., ICIP 2017). At two frames a second
 * a walking person's boxes no longer overlap, so distances count in widths of the face, and looks weigh more than there.
 */
export interface SeenFace<Shot> {
  /** Pixels of the frame. */
  readonly box: Box;
  /** Unified quality score, 0 … 100. */
  readonly quality: number;
  /** Unit vector of one model, the same for all faces; null where none was made. */
  readonly look: Float32Array | null;
  /** What the caller wants back of the best frames: the picture, embeddings. */
  readonly shot: Shot;
}

/** The faces of one frame. */
interface SeenFrame<Shot> {
  /** By the clock of the source, milliseconds; a step backwards counts as a cut. */
  readonly at: number;
  /** The picture has nothing to do with the one before: places mean nothing any more. */
  readonly isCut: boolean;
  readonly faces: readonly SeenFace<Shot>[];
}

/** One of the frames that show a track best. */
interface BestShot<Shot> {
  readonly at: number;
  readonly quality: number;
  readonly shot: Shot;
}

/** A person's visit, as far as it was seen. */
export interface Track<Shot> {
  /** Rises from 1; names the track within its tracker. */
  readonly id: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** In how many frames it was seen. */
  readonly frames: number;
  readonly box: Box;
  /** Best first, never two of nearly the same moment. */
  readonly best: readonly BestShot<Shot>[];
}

/** What became of the tracks with a frame. */
interface Followed<Shot> {
  /** The track of each face of the frame, in its order. */
  readonly tracks: readonly Track<Shot>[];
  /** Visits that are over. */
  readonly ended: readonly Track<Shot>[];
}

export interface Tracker<Shot> {
  follow(frame: SeenFrame<Shot>): Followed<Shot>;
  /** The source has ended: all visits are over. */
  end(): Track<Shot>[];
}

/** How tracking decides. Times in milliseconds, distances in widths of the face. */
export interface TrackingOptions {
  /** A visit is over when its face was not seen for so long. */
  readonly visitMilliseconds: number;
  /** So long after it was last seen, the place of a track still means something. */
  readonly placeMilliseconds: number;
  /** Fastest that a face moves against where it should be, widths a second: a runner close to the camera. */
  readonly widthsPerSecond: number;
  /** Least cosine of two looks that may be one person where the places fit … */
  readonly leastLook: number;
  /** … and where only the looks speak for it. */
  readonly leastLookAlone: number;
  /** Most shots that a track keeps, and the least time between two of them. */
  readonly shots: number;
  readonly shotMilliseconds: number;
}

export const TRACKING: TrackingOptions = {
  visitMilliseconds: 20_000,
  placeMilliseconds: 2_000,
  widthsPerSecond: 8,
  leastLook: 0.25,
  // Two children of the samples reach 0.6 in a quarter of all pairs (fr512, faces of 80 pixels), 0.75 in 0.4 %. Two taken
  // for one may hide a child who is sought; one taken for two is looked at twice.
  leastLookAlone: 0.75,
  shots: 5,
  shotMilliseconds: 400,
};

/** Follow the faces of one source; holds nothing but what its open tracks need. */
export function openTracker<Shot>(options: TrackingOptions = TRACKING): Tracker<Shot> {
  let open: Following<Shot>[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  let nextId = 1;
  return {
    follow({ at, isCut, faces }) {
      const isBroken = isCut || at < lastAt;
      if (at < lastAt) for (const track of open) track.lastAt = at;
      lastAt = at;
      if (isBroken) for (const track of open) track.isPlaceKnown = false;
      const ended = open.filter((track) => at - track.lastAt > options.visitMilliseconds);
      open = open.filter((track) => !ended.includes(track));
      const chosen = assign(faces.map((face) => open.map((track) => costOf(track, face, { at, options }))));
      const tracks = faces.map((face, index) => {
        const known = open[chosen[index] ?? -1];
        const track = known ?? begin<Shot>(nextId++, at, face.box);
        if (!known) open.push(track);
        see(track, face, { at, options });
        return viewOf(track);
      });
      return { tracks, ended: ended.map(viewOf) };
    },
    end() {
      const ended = open.map(viewOf);
      open = [];
      return ended;
    },
  };
}

/** An open track. */
interface Following<Shot> {
  readonly id: number;
  readonly firstAt: number;
  lastAt: number;
  frames: number;
  box: Box;
  /** Of the centre, pixels a millisecond. */
  speed: { readonly x: number; readonly y: number };
  isPlaceKnown: boolean;
  /** The newest looks; their mean direction is what the track looks like. */
  looks: Float32Array[];
  look: Float32Array | null;
  best: BestShot<Shot>[];
}

interface Moment {
  readonly at: number;
  readonly options: TrackingOptions;
}

/** Looks that a track remembers. */
const LOOKS = 6;
/** How much of a newly measured speed counts; the rest is what was known. */
const SPEED_SHARE = 0.6;
/** A face grows or shrinks by no more than this between two frames of one place. */
const MOST_GROWTH = 1.8;

function begin<Shot>(id: number, at: number, box: Box): Following<Shot> {
  const nothing = { looks: [], look: null, best: [] };
  return { id, firstAt: at, lastAt: at, frames: 0, box, speed: { x: 0, y: 0 }, isPlaceKnown: true, ...nothing };
}

/** Cost of taking this face for the track's: 0 (certain) … 2; `Infinity` where it cannot be. */
function costOf<Shot>(track: Following<Shot>, face: SeenFace<Shot>, { at, options }: Moment): number {
  const cosine = track.look && face.look ? dot(track.look, face.look) : null;
  const place = placeCost(track, face.box, { at, options });
  if (place === null) {
    // Only the looks can speak for it: dearer than any pair whose places fit as well.
    if (cosine === null || cosine < options.leastLookAlone) return Number.POSITIVE_INFINITY;
    return 1 + (1 - cosine);
  }
  if (cosine === null) return place;
  if (cosine < options.leastLook) return Number.POSITIVE_INFINITY;
  return (place + 2 * Math.min(1, 1 - cosine)) / 3;
}

/** 0 (just where it should be) … 1 (as far off as can be); null where the place cannot be, or is not known any more. */
function placeCost<Shot>(track: Following<Shot>, box: Box, { at, options }: Moment): number | null {
  const elapsed = at - track.lastAt;
  if (!track.isPlaceKnown || elapsed > options.placeMilliseconds) return null;
  const growth = box.width / track.box.width;
  if (growth > MOST_GROWTH || growth < 1 / MOST_GROWTH) return null;
  const expected = {
    ...track.box,
    x: track.box.x + track.speed.x * elapsed,
    y: track.box.y + track.speed.y * elapsed,
  };
  const width = Math.max(track.box.width, box.width);
  const reach = width * Math.max(0.75, (options.widthsPerSecond * elapsed) / 1000);
  const distance = Math.hypot(centreX(expected) - centreX(box), centreY(expected) - centreY(box));
  if (distance > reach) return null;
  return (distance / reach + (1 - iou(expected, box))) / 2;
}

/** Take a face into a track. */
function see<Shot>(track: Following<Shot>, face: SeenFace<Shot>, { at, options }: Moment): void {
  const elapsed = at - track.lastAt;
  if (track.frames > 0 && track.isPlaceKnown && elapsed > 0) {
    const measured = {
      x: (centreX(face.box) - centreX(track.box)) / elapsed,
      y: (centreY(face.box) - centreY(track.box)) / elapsed,
    };
    track.speed = {
      x: SPEED_SHARE * measured.x + (1 - SPEED_SHARE) * track.speed.x,
      y: SPEED_SHARE * measured.y + (1 - SPEED_SHARE) * track.speed.y,
    };
  } else track.speed = { x: 0, y: 0 };
  track.box = face.box;
  track.lastAt = at;
  track.frames++;
  track.isPlaceKnown = true;
  if (face.look) {
    track.looks = [...track.looks, face.look].slice(-LOOKS);
    track.look = meanDirection(track.looks);
  }
  track.best = withShot(track.best, { at, quality: face.quality, shot: face.shot }, options);
}

/** The best shots with another one, if it is one of them. Of two of nearly the same moment the better one stays. */
function withShot<Shot>(
  best: readonly BestShot<Shot>[],
  shot: BestShot<Shot>,
  options: TrackingOptions,
): BestShot<Shot>[] {
  const isClose = (other: BestShot<Shot>) => Math.abs(other.at - shot.at) < options.shotMilliseconds;
  if (best.some((other) => isClose(other) && other.quality >= shot.quality)) return [...best];
  return [...best.filter((other) => !isClose(other)), shot]
    .sort((a, b) => b.quality - a.quality)
    .slice(0, options.shots);
}

function viewOf<Shot>({ id, firstAt, lastAt, frames, box, best }: Following<Shot>): Track<Shot> {
  return { id, firstAt, lastAt, frames, box, best };
}

function centreX({ x, width }: Box): number {
  return x + width / 2;
}

function centreY({ y, height }: Box): number {
  return y + height / 2;
}
