import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/testing/free-port.ts';

/** A server of Homeward, in a process of its own. */
export interface DemoServer {
  readonly url: string;
  /** The link that makes the first admin, from what the server printed. */
  readonly firstAdminLink: URL;
  stop(): Promise<void>;
}

const PATIENCE_MILLISECONDS = 120_000;

export async function startServer(environment: Readonly<Record<string, string>>): Promise<DemoServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/main.js', import.meta.url)), 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOMEWARD_PORT: String(port), HOMEWARD_URL: url, ...environment },
  });
  const printed = await outputUntil(child, /\/\S+token=\S+/);
  const [link = ''] = /https?:\/\/\S+token=\S+/.exec(printed) ?? [];
  return {
    url,
    firstAdminLink: new URL(link),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** What the server has printed once that fits. @throws when it ends, or takes too long */
async function outputUntil(child: ChildProcess, wanted: RegExp): Promise<string> {
  let output = '';
  let errors = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the server ${why}\n${output}${errors}`));
    const timer = setTimeout(() => fail('did not start in time'), PATIENCE_MILLISECONDS);
    child.once('exit', () => fail('ended'));
    child.stderr?.on('data', (chunk) => {
      errors = `${errors}${chunk}`.slice(-4000);
    });
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (!wanted.test(output)) return;
      clearTimeout(timer);
      resolve(output);
    });
  });
}
