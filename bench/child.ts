import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { HEAP_FLAG } from '../src/face/worker-thread.ts';

/** A part of the benchmark in a process of its own, so that its memory is its own. */
export interface Child<Request, Answer> {
  ask(request: Request): Promise<Measured<Answer>>;
  stop(): void;
}

export interface Measured<Answer> {
  readonly answer: Answer;
  /** Time on the clock. */
  readonly milliseconds: number;
  /** Time that all threads of the process together were at work. */
  readonly cpuMilliseconds: number;
  /** Most memory that the process ever held. */
  readonly peakRssBytes: number;
}

/** Names of the parts that main.ts can be started as. */
export const PART = '--part';

/**
 * Start this program again as one of its parts, on one core where the machine can do that.
 *
 * @param part what main.ts finds after `--part`
 */
export function startChild<Request, Answer>(part: string, { oneCore }: { oneCore: boolean }): Child<Request, Answer> {
  const pinned = oneCore && existsSync('/usr/bin/taskset');
  const core = availableParallelism() - 1;
  // Every part gets the heap that the engine gives its worker threads.
  const nodeArguments = [...process.execArgv, HEAP_FLAG];
  const process_ = fork(new URL('./main.ts', import.meta.url), [PART, part], {
    serialization: 'advanced',
    execArgv: pinned ? ['-c', `${core}`, process.execPath, ...nodeArguments] : nodeArguments,
    ...(pinned && { execPath: '/usr/bin/taskset' }),
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const stopped = (code: number | null) => reject(new Error(`the part «${part}» stopped with code ${code}`));
        process_.once('exit', stopped);
        process_.once('message', (message: Measured<Answer> | { error: string }) => {
          process_.off('exit', stopped);
          if ('error' in message) reject(new Error(message.error));
          else resolve(message);
        });
        // fork's types want a plain object; advanced serialisation takes what structured cloning takes.
        process_.send(request as object);
      }),
    stop: () => process_.disconnect(),
  };
}

/** In the child: answer each request, one after another, with the time it took. */
export function serve<Request, Answer>(work: (request: Request) => Promise<Answer>): void {
  process.on('message', async (request: Request) => {
    try {
      const started = performance.now();
      const before = process.cpuUsage();
      const answer = await work(request);
      const cpu = process.cpuUsage(before);
      const measured: Measured<Answer> = {
        answer,
        milliseconds: performance.now() - started,
        cpuMilliseconds: (cpu.user + cpu.system) / 1000,
        peakRssBytes: process.resourceUsage().maxRSS * 1024,
      };
      process.send?.(measured);
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
