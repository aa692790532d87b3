import Table from 'cli-table3';
import type { GalleryReport } from './gallery.ts';
import type { PipelineReport, ProgramReport } from './pipeline/pipeline.ts';
import type { SearcherReport, SearchReport } from './search.ts';

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
export function searchTables({ sizes, oneThread, peers }: SearchReport): string {
  const table = new Table({
    head: [
      '50 nearest',
      'faces',
      'p50 ms',
      'p95 ms',
      'processor ms',
      'recall@50',
      'mates first',
      'vectors',
      'peak memory',
    ],
    style: PLAIN,
  });
  const row = (name: string, report: SearcherReport) =>
    table.push([
      name,
      report.faces.toLocaleString('en'),
      report.p50Ms.toFixed(2),
      report.p95Ms.toFixed(2),
      report.cpuMs.toFixed(2),
      report.recallAt50.toFixed(4),
      percent(report.matesFirst),
      report.bytes === undefined ? '' : megabytes(report.bytes),
      megabytes(report.peakRssBytes),
    ]);
  for (const report of sizes) row(report.name, report);
  for (const report of oneThread) row(`${report.name}, one thread`, report);
  for (const report of peers) row(report.name, report);
  const ratios = peers.map((peer) => `${timesSlower(peer, sizes).toFixed(1)} × as long with ${peer.name}`);
  return `${table}\n${ratios.join(', ')}`;
}

/** How many times as long a search takes as with Homeward's gallery of the same size. */
export function timesSlower(peer: SearcherReport, sizes: readonly SearcherReport[]): number {
  return peer.p50Ms / (sizes.find(({ faces }) => faces === peer.faces)?.p50Ms ?? Number.NaN);
}

/** The gallery part, for people. */
export function galleryTable(report: GalleryReport): string {
  const table = new Table({ style: PLAIN });
  for (const [name, value] of galleryRows(report)) table.push([name, value]);
  return `${table}`;
}

export function galleryRows(report: GalleryReport): [name: string, value: string][] {
  return [
    ['sealed templates in the database', report.faces.toLocaleString('en')],
    ['gallery rebuilt from them', `${(report.rebuildMs / 1000).toFixed(1)} s`],
    ['… processor time of this process', `${(report.rebuildCpuMs / 1000).toFixed(1)} s`],
    ['peak memory of the process', megabytes(report.peakRssBytes)],
    ['memory held afterwards', megabytes(report.rssBytes)],
    ['search of the 50 nearest, p50 / p95', `${report.p50Ms.toFixed(1)} / ${report.p95Ms.toFixed(1)} ms`],
    ['100 changed templates read again', `${report.changesMs.toFixed(0)} ms`],
  ];
}

/** A share of 1 in percent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
