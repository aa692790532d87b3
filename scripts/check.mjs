/**
 * `npm test`: every check, then every test. `--no-tests` (npm run check) leaves the tests out.
 *
 * All checks run even when one fails, so that one run shows everything there is to mend.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const checks = [
  ['Format and lint', 'biome ci --error-on-warnings'],
  ['Types', 'tsc --noEmit'],
  ['Directions of imports', 'depcruise src --config .dependency-cruiser.cjs --output-type err'],
  ['Unused files, exports and packages', 'knip'],
  ['Generated files are up to date', 'tsx scripts/generate.ts --check'],
  ['Links in the documents', 'tsx scripts/check-links.ts'],
];
const tests = ['Tests', 'vitest run --reporter=default --reporter=./scripts/summary-reporter.ts'];

const failed = (process.argv.includes('--no-tests') ? checks : [...checks, tests]).filter(([title, command]) => {
  console.log(`\n— ${title}: ${command}`);
  return spawnSync('npx', ['--no-install', ...command.split(' ')], { cwd: root, stdio: 'inherit' }).status !== 0;
});

if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(([title]) => title).join('; ')}`);
  process.exitCode = 1;
}
