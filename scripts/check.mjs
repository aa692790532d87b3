/**
 * `npm test`: every check, then every test. `--no-tests` (npm run check) leaves the tests out.
 *
 * All checks run even when one fails, so that one run shows everything there is to mend. The last line is for CI:
 * `N passed, N failed`, over all runs of tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reporters = '--reporter=default --reporter=./scripts/summary-reporter.ts';

const checks = [
  ['Format and lint', 'biome ci --error-on-warnings'],
  ['Types', 'tsc --noEmit'],
  ['Types of what browsers run', 'tsc -p src/http/islands'],
  ['Types of the tests in a browser', 'tsx scripts/check-e2e-types.ts'],
  ['Directions of imports', 'depcruise src --config .dependency-cruiser.cjs --output-type err'],
  ['Unused files, exports and packages', 'knip'],
  ['Generated files are up to date', 'tsx scripts/generate.ts --check'],
  ['Links in the documents', 'tsx scripts/check-links.ts'],
];
const tests = [
  ['Tests', `tsx scripts/test-with-cameras.ts ${reporters}`],
  ['Tests in a browser', `tsx scripts/test-in-browser.ts ${reporters}`],
  ['Database tests on Debian’s PostgreSQL', `tsx scripts/test-on-debian-postgres.ts ${reporters}`],
];

const withTests = !process.argv.includes('--no-tests');
const folder = mkdtempSync(join(tmpdir(), 'homeward-check-'));
const countsFile = join(folder, 'counts');
writeFileSync(countsFile, '');

const failed = (withTests ? [...checks, ...tests] : checks).filter(([title, command]) => {
  console.log(`\n— ${title}: ${command}`);
  const env = { ...process.env, TEST_COUNTS: countsFile };
  return spawnSync('npx', ['--no-install', ...command.split(' ')], { cwd: root, stdio: 'inherit', env }).status !== 0;
});

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(([title]) => title).join('; ')}`);
  process.exitCode = 1;
}
if (withTests) console.log(`\n${summary(readFileSync(countsFile, 'utf8'))}`);
rmSync(folder, { recursive: true });

/** @param {string} lines one JSON object a run */
function summary(lines) {
  const runs = lines.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  const sum = (/** @type {string} */ key) => runs.reduce((total, run) => total + run[key], 0);
  const brokenRuns = tests.length - runs.length; // a run that could not even begin
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed') + brokenRuns} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
