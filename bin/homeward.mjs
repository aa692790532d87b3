#!/usr/bin/env node
/**
 * The command `homeward`: prepares what is missing, then runs the program on the Node version that it pins.
 *
 * `npm start -- …`, `npm run homeward -- …` and `npx homeward …` all come here.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import '../scripts/prepare.mjs';

const root = new URL('..', import.meta.url);
const node = fileURLToPath(new URL('node_modules/node/bin/node', root));
const main = fileURLToPath(new URL('dist/main.js', root));

// npm runs scripts in the package's folder; paths on the command line are meant from where the person stands.
const folder = process.env.npm_lifecycle_event ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
// Photos are decoded in Node's pool of 4 threads: with more workers of the engine than that, they would wait for it.
const env = { UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())), ...process.env };
const child = spawn(node, [main, ...process.argv.slice(2)], { cwd: folder, stdio: 'inherit', env });

// Ctrl-C reaches the child through the terminal already; a signal that only this process gets must be handed on. The
// program takes two signals in quick succession for one. Then this process waits for the program's own answer.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 128 + (signal === 'SIGINT' ? 2 : 15) : (code ?? 1);
});
