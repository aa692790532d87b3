import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/testing/free-port.ts';

/** A server process of its own, to be killed. */
export interface FaultServer {
  readonly url: string;
  /** Kill it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ask it to stop. */
  stop(): Promise<void>;
  /** Its largest resident memory so far, in bytes. */
  peakBytes(): Promise<number>;
  readonly isRunning: boolean;
}

export type Environment = Readonly<Record<string, string>>;

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PATIENCE_MILLISECONDS = 120_000;

/** Start `homeward serve`, or another command of it that listens, and wait until it answers. */
export async function startFaultServer(environment: Environment): Promise<FaultServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnHomeward(['serve'], { ...environment, HOMEWARD_PORT: String(port), HOMEWARD_URL: url });
  await answers(url, child);
  return { url, ...control(child) };
}

/** Start `homeward work`: jobs without a port. */
export function startWorkerProcess(environment: Environment): Omit<FaultServer, 'url'> {
  return control(spawnHomeward(['work'], environment));
}

/** What a command says and how it ends. */
export function runHomeward(
  words: readonly string[],
  environment: Environment,
): Promise<{ code: number; text: string }> {
  const env = { ...process.env, HOMEWARD_LOG_LEVEL: 'silent', ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...words], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, text: `${out}${err}` }),
    );
  });
}

function spawnHomeward(words: readonly string[], environment: Environment): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, HOMEWARD_LOG_LEVEL: 'silent', ...environment },
  });
  // Where a part breaks off, its servers go with it.
  process.once('exit', () => child.kill('SIGKILL'));
  process.setMaxListeners(0);
  return child;
}

function control(child: ChildProcess): Omit<FaultServer, 'url'> {
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    peakBytes: () => peakBytes(child.pid),
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE_MILLISECONDS;
  while (Date.now() < end && child.exitCode === null) {
    const isUp = await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the server did not start');
}

async function peakBytes(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
}
