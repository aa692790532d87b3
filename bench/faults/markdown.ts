import { readFile, writeFile } from 'node:fs/promises';
import { replaceSection } from '../markdown.ts';

/** Write the numbers of this run into docs/reliability.md, between its comments. */
export async function updateDocument(file: string, results: Readonly<Record<string, object>>): Promise<void> {
  let text = await readFile(file, 'utf8');
  for (const [part, result] of Object.entries(results)) text = replaceSection(text, part, tableOf(result));
  await writeFile(file, text);
}

function tableOf(result: object): string[] {
  return ['| | |', '| --- | --- |', ...rowsOf(result).map(([name, value]) => `| ${name} | ${value} |`)];
}

/** Words that only the JSON holds. */
const LONG = new Set(['text']);

/** One row for each number; what is inside of something stands after its name. */
function rowsOf(value: object, before = ''): [name: string, value: string][] {
  const entries = Object.entries(value).filter(([key]) => !LONG.has(key));
  return entries.flatMap(([key, each]): [string, string][] => {
    const name = `${before}${wordsOf(key)}`;
    if (Array.isArray(each) && each.every((item) => typeof item !== 'object'))
      return [[name, each.join(', ') || 'none']];
    if (typeof each === 'object' && each !== null) return rowsOf(each, `${name}: `);
    return [[name, cellOf(key, each)]];
  });
}

/** `secondsAfterReturn` → `seconds after return`. */
function wordsOf(key: string): string {
  if (/[ -]/.test(key)) return key;
  return key
    .replace('Bytes', '')
    .replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
}

function cellOf(key: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' && key.includes('Bytes')) return `${Math.round(value / 1e6)} MB`;
  return String(value).trim().replaceAll('\n', '<br>').replaceAll('|', '\\|');
}
