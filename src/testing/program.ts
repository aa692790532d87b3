import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a run of the program ended. */
export interface Run {
  readonly code: number | null;
  /** Standard output and standard error. */
  readonly out: string;
  readonly err: string;
}

/** How the program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process id once it runs, for example to send a signal. */
  readonly whileRunning?: (pid: number) => Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
const main = new URL('../main.ts', import.meta.url);

/** Run the real program in a process of its own, from source, with a key for tests. */
export async function runProgram(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { cwd = root, env = {}, whileRunning } = options;
  const child = spawn(process.execPath, ['--import', tsx, fileURLToPath(main), ...words], {
    cwd,
    // biome-ignore lint/style/noProcessEnv: what the program inherits, with the key of tests
    env: { ...process.env, TSX_TSCONFIG_PATH: `${root}tsconfig.json`, HOMEWARD_KEY: 'ab'.repeat(32), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (child.pid !== undefined) await whileRunning?.(child.pid);
  const code = await ended;
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}
