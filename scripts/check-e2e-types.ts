/**
 * Types of the tests in a browser. They know the types of browsers as well, which do not agree with Node's in every file of
 * the product: what is wrong there only for that reason was judged right by the product's own check, and is left out.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { stdout, status } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'e2e', '--pretty', 'false'], {
  cwd: root,
  encoding: 'utf8',
});
const wrong = stdout.split('\n').filter((line) => line.startsWith('e2e/'));
console.log(wrong.join('\n'));
if (wrong.length > 0 || status === null) process.exitCode = 1;
