import { readFile, writeFile } from 'node:fs/promises';
import type { GalleryReport } from './gallery.ts';
import type { PipelineReport, ProgramReport } from './pipeline/pipeline.ts';
import type { SearcherReport, SearchReport } from './search.ts';
import { galleryRows, megabytes, percent, timesSlower } from './tables.ts';
import { webTables } from './web/tables.ts';
import type { WebReport } from './web/web.ts';

interface Reports {
  readonly pipeline: PipelineReport | undefined;
  readonly search: SearchReport | undefined;
  readonly gallery: GalleryReport | undefined;
  readonly web: WebReport | undefined;
}

/** Write the numbers of this run into docs/benchmarks.md, between its comments. */
export async function updateDocument(file: string, { pipeline, search, gallery, web }: Reports): Promise<void> {
  let text = await readFile(file, 'utf8');
  if (pipeline) text = replaceSection(text, 'pipeline', pipelineMarkdown(pipeline));
  if (search) text = replaceSection(text, 'search', searchMarkdown(search));
  if (gallery) text = replaceSection(text, 'gallery', galleryMarkdown(gallery));
  if (web) text = replaceSection(text, 'web', webTables(web));
  await writeFile(file, text);
}

/** Write one table into a document. */
export async function updateSection(file: string, name: string, lines: readonly string[]): Promise<void> {
  await writeFile(file, replaceSection(await readFile(file, 'utf8'), name, lines));
}

/** Put lines between `<!-- name -->` and `<!-- /name -->`. */
export function replaceSection(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [before, rest] = text.split(start);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined) throw new RangeError(`no place for the numbers of «${name}»`);
  return `${before}${start}\n${lines.join('\n')}\n\n${end}${after}`;
}

function pipelineMarkdown(report: PipelineReport): string[] {
  const { peer } = report;
  const row = (name: string, value: (of: ProgramReport) => string, ratio = '') =>
    `| ${name} | ${value(report)} | ${value(peer)} | ${ratio} |`;
  const rate = (name: string, value: (of: ProgramReport) => number) =>
    row(name, (of) => value(of).toFixed(2), `${(value(report) / value(peer)).toFixed(2)} ×`);
  const stages = Object.entries(report.stages).map(([stage, milliseconds]) => `${stage} ${milliseconds.toFixed(0)}`);
  return [
    '| | Homeward | face-api | ratio |',
    '| --- | --- | --- | --- |',
    rate('photos a second', (of) => of.photosPerSecond),
    rate('photos for each second of processor time', (of) => of.photosPerCpuSecond),
    rate('… with one face', (of) => of.portraitsPerCpuSecond),
    rate('… with three to five faces', (of) => of.groupsPerCpuSecond),
    rate('faces embedded a second, in batch', (of) => of.facesEmbeddedPerSecond),
    row(`recall of ${report.knownFaces} known faces`, (of) => percent(of.recall)),
    ...Object.keys(report.recallByCondition).map((condition) =>
      row(`… ${condition}`, (of) => percent(of.recallByCondition[condition] ?? Number.NaN)),
    ),
    ...Object.keys(report.recallBySize).map((size) =>
      row(`… ${size}`, (of) => percent(of.recallBySize[size] ?? Number.NaN)),
    ),
    row('boxes without a known face', (of) => `${of.falseFaces}`),
    row('peak memory of the process', (of) => megabytes(of.peakRssBytes)),
    '',
    `Homeward's milliseconds on the clock for a photo: ${stages.join(', ')}. Peer: ${peer.name}.`,
  ];
}

function searchMarkdown({ sizes, oneThread, peers }: SearchReport): string[] {
  const row = (name: string, report: SearcherReport, ratio = '') => {
    const times = `${report.p50Ms.toFixed(2)} | ${report.p95Ms.toFixed(2)} | ${report.cpuMs.toFixed(2)} | ${ratio}`;
    const quality = `${report.recallAt50.toFixed(4)} | ${percent(report.matesFirst)}`;
    const memory = `${report.bytes === undefined ? '' : megabytes(report.bytes)} | ${megabytes(report.peakRssBytes)}`;
    return `| ${name} | ${report.faces.toLocaleString('en')} | ${times} | ${quality} | ${memory} |`;
  };
  return [
    '| | enrolled faces | p50 ms | p95 ms | processor ms | times as long | recall@50 | first candidate is a mate | vectors | peak memory |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...sizes.map((report) => row(report.name, report)),
    ...oneThread.map((report) => row(`${report.name}, one thread`, report)),
    ...peers.map((report) => row(report.name, report, `${timesSlower(report, sizes).toFixed(1)} ×`)),
  ];
}

function galleryMarkdown(report: GalleryReport): string[] {
  return ['| | |', '| --- | --- |', ...galleryRows(report).map(([name, value]) => `| ${name} | ${value} |`)];
}
