/**
 * Run the database tests once more, on the PostgreSQL that Debian brings: Homeward works on any PostgreSQL ≥ 15.
 *
 * As root it installs the server when it is missing. All that vitest takes may follow.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerPrograms, startEmbedded } from '../src/db/embedded.ts';
import { installDebianPackage } from './debian-package.ts';

const FOLDER = '/usr/lib/postgresql';

const programs = findPrograms() ?? install();
const folder = await mkdtemp(join(tmpdir(), 'homeward-debian-'));
const server = await startEmbedded(folder, { isDurable: false, programs });
try {
  const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', '.db.test.ts', ...process.argv.slice(2)], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: server.url },
  });
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** The newest version that is installed. */
function findPrograms(): ServerPrograms | undefined {
  const versions = existsSync(FOLDER) ? readdirSync(FOLDER).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => ({
      initdb: join(FOLDER, version, 'bin', 'initdb'),
      pg_ctl: join(FOLDER, version, 'bin', 'pg_ctl'),
    }))
    .find(({ initdb }) => existsSync(initdb));
}

function install(): ServerPrograms {
  installDebianPackage('postgresql');
  const found = findPrograms();
  if (found) return found;
  throw new Error(
    'The tests need a second PostgreSQL. Install it with «apt-get install postgresql», or run them without: npx vitest run',
  );
}
