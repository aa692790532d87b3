import { describe, expect, it } from 'vitest';
import { normalise } from '../core/vector.ts';
import { openTracker, type SeenFace, TRACKING } from './tracks.ts';

const SIDE = 60;
/** Two frames a second, as streams are sampled. */
const STEP = 500;

/** What people look like: each a direction of its own, a little different in every frame. */
function lookOf(person: number, frame = 0): Float32Array {
  const vector = new Float32Array(16);
  vector[person] = 1;
  for (let index = 0; index < 16; index++)
    vector[index] = (vector[index] ?? 0) + 0.12 * Math.sin(7 * frame + 3 * index);
  return normalise(vector);
}

interface Given {
  readonly person: number;
  readonly x: number;
  readonly y?: number;
  readonly frame?: number;
  readonly quality?: number;
  readonly hasLook?: boolean;
}

function face({ person, x, y = 100, frame = 0, quality = 50, hasLook = true }: Given): SeenFace<number> {
  const box = { x, y, width: SIDE, height: SIDE };
  return { box, quality, look: hasLook ? lookOf(person, frame) : null, shot: person };
}

/** Frames of a film: where everybody is in each. @returns the id of each face's track, and what ended */
function play(film: readonly (readonly Given[])[], { cutsAt = [] as number[], step = STEP } = {}) {
  const tracker = openTracker<number>();
  const ids = film.map((faces, frame) => {
    const seen = faces.map((each) => face({ ...each, frame }));
    return tracker.follow({ at: frame * step, isCut: cutsAt.includes(frame), faces: seen }).tracks.map(({ id }) => id);
  });
  return { ids, ended: tracker.end() };
}

describe('one person', () => {
  it('who walks stays one track, though at two frames a second the boxes do not overlap', () => {
    const { ids } = play([0, 1, 2, 3, 4].map((frame) => [{ person: 1, x: 100 + 140 * frame }]));
    expect(ids).toEqual([[1], [1], [1], [1], [1]]);
  });

  it('is followed by place alone where no look was made', () => {
    const { ids } = play([0, 1, 2, 3].map((frame) => [{ person: 1, x: 100 + 30 * frame, hasLook: false }]));
    expect(ids.flat()).toEqual([1, 1, 1, 1]);
  });

  it('behind a pillar for some seconds is known again', () => {
    const away = Array.from({ length: 8 }, () => []);
    const { ids } = play([[{ person: 1, x: 100 }], ...away, [{ person: 1, x: 700 }]]);
    expect([ids[0], ids[9]]).toEqual([[1], [1]]);
  });

  it('who comes back after the visit has ended is somebody new', () => {
    const frames = TRACKING.visitMilliseconds / STEP + 1;
    const away = Array.from({ length: frames }, () => []);
    const { ids } = play([[{ person: 1, x: 100 }], ...away, [{ person: 1, x: 100 }]]);
    expect(ids.at(-1)).toEqual([2]);
  });
});

describe('several people', () => {
  it('who cross keep their own tracks', () => {
    const film = [0, 1, 2, 3, 4, 5, 6].map((frame) => [
      { person: 1, x: 100 + 60 * frame },
      { person: 2, x: 460 - 60 * frame },
    ]);
    for (const frame of play(film).ids) expect(frame).toEqual([1, 2]);
  });

  it('who cross hidden by each other keep their own tracks', () => {
    const film = [0, 1, 2, 3, 4, 5, 6].map((frame) =>
      frame === 3
        ? [{ person: 2, x: 280 }]
        : [
            { person: 1, x: 100 + 60 * frame },
            { person: 2, x: 460 - 60 * frame },
          ],
    );
    const { ids } = play(film);
    expect(ids[3]).toEqual([2]);
    expect(ids[6]).toEqual([1, 2]);
  });

  it('at one place, one after the other, are two', () => {
    const { ids } = play([[{ person: 1, x: 100 }], [{ person: 1, x: 100 }], [{ person: 2, x: 100 }]]);
    expect(ids).toEqual([[1], [1], [2]]);
  });

  it('who look alike but stand apart are two', () => {
    const { ids } = play(
      [0, 1, 2].map(() => [
        { person: 1, x: 100 },
        { person: 1, x: 600 },
      ]),
    );
    expect(ids).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });
});

describe('a cut of the film', () => {
  it('ends what places mean: another face at the same place is another person, even without looks', () => {
    const film = [0, 1, 2, 3].map((frame) => [{ person: frame < 2 ? 1 : 2, x: 100, hasLook: false }]);
    expect(play(film, { cutsAt: [2] }).ids.flat()).toEqual([1, 1, 2, 2]);
  });

  it('does not make two of somebody who is on both sides of it', () => {
    const film = [0, 1, 2, 3].map((frame) => [{ person: 1, x: frame < 2 ? 100 : 900, y: frame < 2 ? 100 : 500 }]);
    expect(play(film, { cutsAt: [2] }).ids.flat()).toEqual([1, 1, 1, 1]);
  });

  it('is what a clock that jumps backwards counts as', () => {
    const tracker = openTracker<number>();
    const seen = (at: number, person: number) =>
      tracker.follow({ at, isCut: false, faces: [face({ person, x: 100 })] }).tracks[0]?.id;
    expect([seen(90_000, 1), seen(90_500, 1), seen(1000, 1), seen(1500, 2)]).toEqual([1, 1, 1, 2]);
  });
});

describe('best shots', () => {
  it('are the best by quality, none of nearly the same moment as another', () => {
    const qualities = [20, 80, 82, 30, 60, 75, 10, 65, 55, 50, 90];
    const film = qualities.map((quality) => [{ person: 1, x: 100, quality }]);
    const { ended } = play(film, { step: 250 });
    const best = ended[0]?.best ?? [];
    expect(best.map(({ quality }) => quality)).toEqual([90, 82, 75, 65]);
    for (const [index, shot] of best.entries())
      for (const other of best.slice(index + 1))
        expect(Math.abs(shot.at - other.at)).toBeGreaterThanOrEqual(TRACKING.shotMilliseconds);
  });

  it('tell when and how often somebody was seen', () => {
    const { ended } = play([0, 1, 2].map((frame) => [{ person: 3, x: 100 + frame }]));
    expect(ended).toMatchObject([{ id: 1, firstAt: 0, lastAt: 2 * STEP, frames: 3 }]);
  });
});

it('forgets people when their visit is over', () => {
  const tracker = openTracker<number>();
  tracker.follow({ at: 0, isCut: false, faces: [face({ person: 1, x: 100 })] });
  const { ended } = tracker.follow({ at: TRACKING.visitMilliseconds + 1, isCut: false, faces: [] });
  expect(ended.map(({ id }) => id)).toEqual([1]);
  expect(tracker.end()).toEqual([]);
});
