/**
 * Write the files that are made from the code: documents, text keys and src/db/schema.ts.
 *
 * With `--check` nothing is written: it fails when a file differs from what the code says.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { commandsDocument } from './generate/commands.ts';
import { configurationDocument } from './generate/configuration.ts';
import { openApiDocument } from './generate/openapi.ts';
import { permissionsDocument } from './generate/permissions.ts';
import { schemaModule } from './generate/schema.ts';
import { textKeysModule } from './generate/text-keys.ts';

const documents = {
  'docs/configuration.md': configurationDocument(),
  'docs/cli.md': commandsDocument(),
  'docs/permissions.md': permissionsDocument(),
  'docs/openapi.json': openApiDocument(),
  'src/adapters/text-keys.ts': await textKeysModule(),
  'src/db/schema.ts': await schemaModule(),
};

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
