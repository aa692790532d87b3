import { Presets, SingleBar } from 'cli-progress';
import { note } from './output.ts';
import { openPace } from './time-left.ts';

/** Shows how far long work is, on the standard error. */
export interface Progress {
  /** `done` of `total` items are finished. */
  update(done: number, total: number): void;
  stop(): void;
}

/** Shorter work passes without a word where no bar can be drawn. */
const SILENT_MILLISECONDS = 3000;

/** A bar on a terminal; elsewhere a plain line at each tenth of long work, so that a log stays short. */
export function startProgress(title: string): Progress {
  return process.stderr.isTTY ? drawBar(title) : writeLines(title);
}

function drawBar(title: string): Progress {
  const bar = new SingleBar(
    {
      format: `${title} {bar} {value} of {total}{left}`,
      clearOnComplete: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );
  const pace = openPace(() => performance.now());
  let started = false;
  return {
    update: (done, total) => {
      const left = withComma(pace(done, total));
      if (!started) bar.start(total, done, { left });
      else bar.update(done, { left });
      started = true;
    },
    stop: () => bar.stop(),
  };
}

function writeLines(title: string): Progress {
  const start = performance.now();
  const pace = openPace(() => performance.now());
  let tenths = 0;
  return {
    update: (done, total) => {
      const left = withComma(pace(done, total));
      const reached = Math.floor((10 * done) / total);
      const isLong = performance.now() - start > SILENT_MILLISECONDS;
      if (isLong && reached > tenths) note(`${title}: ${done} of ${total} (${reached * 10} %)${left}`);
      tenths = reached;
    },
    stop: () => undefined,
  };
}

function withComma(left: string | null): string {
  return left ? `, ${left}` : '';
}
