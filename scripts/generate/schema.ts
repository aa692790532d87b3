import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '../../src/db/database.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** src/db/schema.ts, read from a database that all migrations have just run in: so it cannot drift from them. */
export async function schemaModule(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-schema-'));
  const server = await startEmbedded(folder, { isDurable: false });
  try {
    const db = await openDatabase(server.url);
    await migrate(db);
    await db.destroy();
    const file = join(folder, 'schema.ts');
    await promisify(execFile)(
      'npx',
      [
        '--no-install',
        'kysely-codegen',
        '--dialect=postgres',
        `--url=${server.url}`,
        `--out-file=${file}`,
        '--log-level=error',
      ],
      { cwd: root },
    );
    return formatted(numbersAsNumbers(await readFile(file, 'utf8')));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As src/db/database.ts reads them: 64-bit and decimal numbers arrive as numbers. */
function numbersAsNumbers(module: string): string {
  return module.replaceAll(/(export type (?:Int8|Numeric) = ColumnType<)string/g, '$1number');
}

function formatted(module: string): string {
  return execFileSync('npx', ['--no-install', 'biome', 'format', '--stdin-file-path=src/db/schema.ts'], {
    cwd: root,
    input: module,
    encoding: 'utf8',
  });
}
