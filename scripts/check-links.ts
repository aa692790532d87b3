/** Every relative link and picture in a Markdown file of the repository must lead to a file; every #anchor to a heading. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const broken = documents.flatMap((file) => brokenLinks(file).map((link) => `${file}: ${link}`));

for (const line of broken) console.error(line);
console.log(`${documents.length} documents, ${broken.length} broken links`);
process.exitCode = broken.length > 0 ? 1 : 0;

function brokenLinks(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/```.*?```/gs, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href|srcset)="([^"]+)"/g)].map(
    (found) => found[1] ?? found[2] ?? '',
  );
  return links.filter((link) => !/^[a-z]+:/i.test(link) && !leadsSomewhere(file, link));
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (anchor === undefined || !target.endsWith('.md')) return true;
  return headings(target).includes(anchor.toLowerCase());
}

/** Anchors as GitHub makes them of headings. */
function headings(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map((found) =>
    (found[1] ?? '')
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
