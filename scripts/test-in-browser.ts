/**
 * Run the tests that look at pages in a real browser: Debian's Chromium.
 *
 * As root it installs Chromium when it is missing. All that vitest takes may follow.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CHROMIUM } from '../src/testing/chromium.ts';
import { installDebianPackage } from './debian-package.ts';

if (!existsSync(CHROMIUM)) installDebianPackage('chromium');
if (!existsSync(CHROMIUM))
  throw new Error(`The tests need a browser at ${CHROMIUM}. Install it with «apt-get install chromium».`);

const command = ['--no-install', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', ...process.argv.slice(2)];
const { status } = spawnSync('npx', command, { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' });
process.exitCode = status ?? 1;
