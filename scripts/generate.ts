/**
 * Write the files that are made from the code: documents, text keys and src/db/schema.ts.
 *
 * With `--check` nothing is written: it fails when a file differs from what the code says. Names of files, such as
 * `src/adapters/text-keys.ts`, limit it to these.
 */
import { readFile, writeFile } from 'node:fs/promises';

/** Each maker is loaded only when it is wanted: texts can be made while other code does not yet load. */
const documents: Record<string, () => Promise<string>> = {
  'docs/configuration.md': async () => (await import('./generate/configuration.ts')).configurationDocument(),
  'docs/cli.md': async () => (await import('./generate/commands.ts')).commandsDocument(),
  'docs/permissions.md': async () => (await import('./generate/permissions.ts')).permissionsDocument(),
  'docs/openapi.json': async () => (await import('./generate/openapi.ts')).openApiDocument(),
  'src/adapters/text-keys.ts': async () => (await import('./generate/text-keys.ts')).textKeysModule(),
  'src/db/schema.ts': async () => (await import('./generate/schema.ts')).schemaModule(),
};
const named = process.argv.slice(2).filter((word) => word in documents);

for (const [name, make] of Object.entries(documents)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const text = await make();
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
