/**
 * Everything that must be there before Homeward runs: npm packages, built code, models.
 *
 * Runs on any Node ≥ 20 with nothing installed, so it imports nothing but Node. Each step has a stamp of what it was
 * made from; with the stamps right it is done in a few milliseconds. All it prints goes to the standard error, so that
 * `--json` output stays clean.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamps = join(root, 'node_modules', '.homeward');

step('packages', ['package.json', 'package-lock.json'], 'Installing npm packages', () => {
  // Not `npm ci`: it refuses a lock file where a mirror lacks some other platform's optional package. This installs what
  // the lock file says just as well, and leaves the file as it is.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
});
step('build', ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'], 'Building', () => {
  rmSync(join(root, 'dist'), { recursive: true, force: true }); // nothing of a file that was deleted since
  runLocal(join('node_modules', 'typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json']);
});
step(
  'web',
  ['public/css', 'src/http/islands', 'scripts/build-web.mjs', 'scripts/web-fonts.mjs', 'package-lock.json'],
  'Building what browsers load',
  () => {
    runLocal(join('scripts', 'build-web.mjs'), []);
  },
);
if (needsModels(process.argv.slice(2))) {
  step('models', ['models', 'src/face/convert', 'src/face/models.ts'], 'Preparing the face models', () => {
    runLocal(join('dist', 'main.js'), ['models', 'install']);
  });
}

/**
 * Help, and the model store itself, must work where the models cannot be had.
 *
 * @param {string[]} args
 */
function needsModels(args) {
  return args[0] !== 'models' && !args.some((arg) => ['--help', '-h', 'help', '--version'].includes(arg));
}

/**
 * Do `action` unless it was done for the same inputs.
 *
 * @param {string} name
 * @param {string[]} inputs files and folders, relative to the root
 * @param {string} title
 * @param {() => void} action
 */
function step(name, inputs, title, action) {
  const stamp = join(stamps, name);
  const wanted = fingerprint(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`${title} …`);
  action();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** @param {string[]} inputs */
function fingerprint(inputs) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const input of inputs)
    for (const file of filesUnder(join(root, input))) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** Run a script on the Node that Homeward pins. @param {string} script @param {string[]} args */
function runLocal(script, args) {
  run(join(root, 'node_modules', 'node', 'bin', 'node'), [script, ...args]);
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    // onnxruntime-node would fetch GPU libraries that Homeward does not use.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (status === 0) return;
  console.error(
    `Homeward could not be prepared: «${[command, ...args].join(' ')}» failed. Mend what it says above, then run the same command again.`,
  );
  process.exit(1);
}
