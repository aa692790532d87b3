import Table from 'cli-table3';
import type { PipelineReport, ProgramReport } from './pipeline/pipeline.ts';
import type { SearchReport } from './search.ts';

/** Without colours: the table goes into files too. */
const PLAIN = { head: [], border: [] };

/** The pipeline part, for people. */
export function pipelineTable(report: PipelineReport): string {
  const { peer } = report;
  const table = new Table({ head: ['decode → template, one core', report.name, peer.name], style: PLAIN });
  const row = (name: string, value: (of: ProgramReport) => string) => table.push([name, value(report), value(peer)]);
  row('photos a second', (of) => of.photosPerSecond.toFixed(2));
  row('photos a second of processor time', (of) => of.photosPerCpuSecond.toFixed(2));
  row('  with one face', (of) => of.portraitsPerCpuSecond.toFixed(2));
  row('  with three to five faces', (of) => of.groupsPerCpuSecond.toFixed(2));
  row('faces embedded a second, in batch', (of) => of.facesEmbeddedPerSecond.toFixed(1));
  row(`recall of ${report.knownFaces} known faces`, (of) => percent(of.recall));
  for (const condition of Object.keys(report.recallByCondition))
    row(`  ${condition}`, (of) => percent(of.recallByCondition[condition] ?? Number.NaN));
  for (const size of Object.keys(report.recallBySize))
    row(`  ${size}`, (of) => percent(of.recallBySize[size] ?? Number.NaN));
  row('boxes without a known face', (of) => `${of.falseFaces}`);
  row('peak memory', (of) => megabytes(of.peakRssBytes));
  row('milliseconds a photo', ({ stages }) =>
    Object.entries(stages)
      .map(([stage, milliseconds]) => `${stage} ${milliseconds.toFixed(1)}`)
      .join('\n'),
  );
  return `${table}\n${report.ratio.toFixed(2)} × the peer's photos a second (${report.ratioCpu.toFixed(2)} × by processor time)`;
}

/** The search part, for people. */
export function searchTable(reports: readonly SearchReport[]): string {
  const head = ['faces', 'p50 ms', 'p95 ms', 'one thread', 'recall@50', 'mates first', 'vectors', 'peak memory'];
  const table = new Table({ head, style: PLAIN });
  for (const report of reports)
    table.push([
      report.faces.toLocaleString('en'),
      report.p50Ms.toFixed(2),
      report.p95Ms.toFixed(2),
      `${report.oneThread.p50Ms.toFixed(2)} / ${report.oneThread.p95Ms.toFixed(2)}`,
      report.recallAt50.toFixed(4),
      percent(report.matesFirst),
      megabytes(report.bytes),
      megabytes(report.peakRssBytes),
    ]);
  return `${table}`;
}

/** A share of 1 in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
