import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readKey } from './adapters/key.ts';
import type { App } from './app.ts';
import { exitWith, Interruption, reportError } from './cli/exit.ts';
import { tieJsonFile } from './cli/options.ts';
import { buildProgram } from './cli/program.ts';
import { type Config, readConfig } from './config.ts';
import { once } from './core/once.ts';
import { type Engine, openEngine } from './face/engine.ts';
import { openModelStore } from './face/models.ts';

/** Two signals within this time are one: a terminal and a launcher may both pass on the same Ctrl-C. */
const SAME_SIGNAL_MILLISECONDS = 500;

await main();

/** The one place that reads the environment and puts the parts together. */
async function main(): Promise<void> {
  const interruption = new AbortController();
  stopOnSignals(interruption);
  stopOnClosedPipe();
  let closeEngine = async () => {};
  try {
    const { app, close } = createApp(readConfig(process.env), await readVersion(), interruption.signal);
    closeEngine = close;
    const words = process.argv.slice(2);
    await buildProgram(app).parseAsync(words.length > 0 ? tieJsonFile(words) : ['serve'], { from: 'user' });
  } catch (error) {
    exitWith(reportError(error));
  } finally {
    await closeEngine();
  }
}

function createApp(config: Config, version: string, signal: AbortSignal): { app: App; close: () => Promise<void> } {
  const models = once(() => openModelStore(config.modelsDir, config.profile));
  let opened: Promise<Engine> | undefined;
  const engine = async () => {
    opened ??= models().then((store) => openEngine({ store, workers: config.workers }));
    return opened;
  };
  const key = once(() => readKey(config));
  const close = async () => (await opened?.catch(() => undefined))?.close();
  return { app: { version: version, config, clock: () => new Date(), signal, models, engine, key }, close };
}

async function readVersion(): Promise<string> {
  const file = new URL('../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}

/** The first Ctrl-C lets the work at hand finish; a second one ends the program at once. */
function stopOnSignals(interruption: AbortController): void {
  let first = 0;
  const stop = () => {
    if (!interruption.signal.aborted) {
      first = Date.now();
      interruption.abort(new Interruption());
      process.stderr.write('\nStopping after what is at hand. Press Ctrl-C again to stop at once.\n');
    } else if (Date.now() - first > SAME_SIGNAL_MILLISECONDS) process.exit(130);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** `homeward … | head` closes the pipe early: that is no fault. */
function stopOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}
