import type { LoadReport } from './load.ts';
import type { WebReport } from './web.ts';

/** The numbers of a run as tables of Markdown, which read well in a terminal too. */
export function webTables({ pages, publicPages, staffPages }: WebReport): string[] {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  const load = (name: string, report: LoadReport) => {
    const times = [report.p50Milliseconds, report.p95Milliseconds, report.p99Milliseconds];
    return `| ${name} | ${report.requests} | ${report.failed} | ${times.map((time) => `${time.toFixed(1)} ms`).join(' | ')} |`;
  };
  return [
    '| page | language | in all | script | fonts | largest paint |',
    '| --- | --- | --- | --- | --- | --- |',
    ...pages.map(
      ({ path, locale, bytes, scriptBytes, fontBytes, lcpMilliseconds }) =>
        `| ${nameless(path)} | ${locale} | ${kilobytes(bytes)} | ${kilobytes(scriptBytes)} | ${kilobytes(fontBytes)} | ${(lcpMilliseconds / 1000).toFixed(2)} s |`,
    ),
    '',
    `| ${publicPages.requestsPerSecond} requests a second | requests | failed | p50 | p95 | p99 |`,
    '| --- | --- | --- | --- | --- | --- |',
    load('public pages', publicPages),
    load('pages of an officer', staffPages),
  ];
}

/** Ids differ from run to run. */
function nameless(path: string): string {
  return path.replace(/[0-9a-f-]{36}/, '…');
}
