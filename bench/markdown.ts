import { readFile, writeFile } from 'node:fs/promises';
import type { PipelineReport, ProgramReport } from './pipeline/pipeline.ts';
import type { SearchReport } from './search.ts';
import { megabytes, percent } from './tables.ts';

/** Write the numbers of this run into docs/benchmarks.md, between its comments. */
export async function updateDocument(
  file: string,
  { pipeline, search }: { pipeline: PipelineReport | undefined; search: readonly SearchReport[] | undefined },
): Promise<void> {
  let text = await readFile(file, 'utf8');
  if (pipeline) text = replaceSection(text, 'pipeline', pipelineMarkdown(pipeline));
  if (search) text = replaceSection(text, 'search', searchMarkdown(search));
  await writeFile(file, text);
}

/** Put lines between `<!-- name -->` and `<!-- /name -->`. */
function replaceSection(text: string, name: string, lines: readonly string[]): string {
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

function searchMarkdown(reports: readonly SearchReport[]): string[] {
  return [
    '| enrolled faces | p50 ms | p95 ms | one thread, p50 / p95 ms | recall@50 | first candidate is a mate | vectors | peak memory |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...reports.map((report) => {
      const { p50Ms, p95Ms, oneThread } = report;
      const single = `${oneThread.p50Ms.toFixed(2)} / ${oneThread.p95Ms.toFixed(2)}`;
      const times = `${p50Ms.toFixed(2)} | ${p95Ms.toFixed(2)} | ${single}`;
      const quality = `${report.recallAt50.toFixed(3)} | ${percent(report.matesFirst)}`;
      const memory = `${megabytes(report.bytes)} | ${megabytes(report.peakRssBytes)}`;
      return `| ${report.faces.toLocaleString('en')} | ${times} | ${quality} | ${memory} |`;
    }),
  ];
}
