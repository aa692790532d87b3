/** Pace is taken from the last so many milliseconds: photos from the cache pass in no time and say nothing of the rest. */
const WINDOW_MILLISECONDS = 30_000;

/** Before that, any guess would be wild. */
const LEAST_MILLISECONDS = 3000;

/** Says after each item how long the rest will take. */
export type Pace = (done: number, total: number) => string | null;

/** @param now milliseconds of a clock that never jumps */
export function openPace(now: () => number): Pace {
  // From the first item on: what comes before it may be other work.
  const marks: { readonly at: number; readonly done: number }[] = [];
  return (done, total) => {
    const at = now();
    marks.push({ at, done });
    while (at - (marks[1]?.at ?? at) > WINDOW_MILLISECONDS) marks.shift();
    const first = marks[0] ?? { at, done };
    const elapsed = at - first.at;
    if (elapsed < LEAST_MILLISECONDS || done <= first.done || done >= total) return null;
    return timeLeft(((total - done) * elapsed) / (done - first.done));
  };
}

/** «40 s left», «12 min left», «2 h 20 min left»: rounded up, since a wait that ends early is a kind one. */
export function timeLeft(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds <= 60) return `${10 * Math.ceil(seconds / 10)} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} min left`;
  const tens = 10 * Math.ceil(minutes / 10);
  const rest = tens % 60 === 0 ? '' : ` ${tens % 60} min`;
  return `${Math.floor(tens / 60)} h${rest} left`;
}
