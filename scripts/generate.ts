/**
 * Write the documents that are made from the code: docs/configuration.md and docs/cli.md.
 *
 * With `--check` nothing is written: it fails when a file differs from what the code says.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { commandsDocument } from './generate/commands.ts';
import { configurationDocument } from './generate/configuration.ts';

const documents = { 'docs/configuration.md': configurationDocument(), 'docs/cli.md': commandsDocument() };

for (const [name, text] of Object.entries(documents)) {
  const file = new URL(`../${name}`, import.meta.url);
  const before = await readFile(file, 'utf8').catch(() => '');
  if (before === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${name} differs from the code. Run «npm run generate» and commit it.`);
    process.exitCode = 1;
  } else {
    await writeFile(file, text);
    console.log(`${name} written`);
  }
}
