import type { WatchReport } from './watch.ts';

/** The numbers of a run, as rows of Markdown. */
export function watchTable(report: WatchReport): string[] {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  return [
    '| | |',
    '| --- | --- |',
    `| cameras, 1280 × 720 at 25 frames a second, three faces | ${report.cameras} |`,
    `| watched for | ${report.minutes} minutes, after half a minute to begin |`,
    `| frames looked at, each camera, a second | ${report.framesPerSecond.toFixed(2)} |`,
    `| faces in a frame | ${report.facesPerFrame.toFixed(2)} |`,
    `| from the picture until all was done with it, p50 / p95 | ${seconds(report.delay.p50)} / ${seconds(report.delay.p95)} |`,
    `| … of that faces found and followed, p50 / p95 | ${seconds(report.look.p50)} / ${seconds(report.look.p95)} |`,
    `| searches, a minute | ${report.searchesPerMinute.toFixed(0)} |`,
    `| processor time, of one core: this process and its children | ${(100 * report.coresOwn).toFixed(0)} % + ${(100 * report.coresChildren).toFixed(0)} % |`,
    `| memory of this process, first and last third of the time | ${report.memory.first} MB, ${report.memory.last} MB |`,
    `| memory of its children, first and last third of the time | ${report.childMemory.first} MB, ${report.childMemory.last} MB |`,
  ];
}
