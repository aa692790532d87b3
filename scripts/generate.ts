/**
 * Write the files that are made from the code: documents, text keys and src/db/schema.ts.
 *
 * With `--check` nothing is written: it fails when a file differs from what the code says. Names of files, such as
 * `src/adapters/text-keys.ts`, limit it to these.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { commandsDocument } from './generate/commands.ts';
import { configurationDocument } from './generate/configuration.ts';
import { openApiDocument } from './generate/openapi.ts';
import { permissionsDocument } from './generate/permissions.ts';
import { schemaModule } from './generate/schema.ts';
import { textKeysModule } from './generate/text-keys.ts';

const documents: Record<string, () => string | Promise<string>> = {
  'docs/configuration.md': configurationDocument,
  'docs/cli.md': commandsDocument,
  'docs/permissions.md': permissionsDocument,
  'docs/openapi.json': openApiDocument,
  'src/adapters/text-keys.ts': textKeysModule,
  'src/db/schema.ts': schemaModule,
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
