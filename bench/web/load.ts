import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server took to answer under an even load. */
export interface LoadReport {
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly failed: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  readonly p99Milliseconds: number;
}

interface Order {
  readonly url: string;
  readonly paths: readonly string[];
  /** Of the session; empty for the public. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly rate: number;
  readonly seconds: number;
}

/** Asked before it counts, so that the server has compiled what it runs. */
const WARM_UP_ROUNDS = 10;

/**
 * Ask for pages at a steady rate, whether or not the answers keep up: a wait in the queue counts, as it does for people.
 */
export async function answerTimes({ url, paths, cookies, rate, seconds }: Order): Promise<LoadReport> {
  const headers = {
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'accept-encoding': 'gzip',
  };
  const ask = async (path: string) => {
    const answer = await fetch(url + path, { headers, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const path of paths) await ask(path);

  const times: number[] = [];
  let failed = 0;
  const start = performance.now();
  const asked = Array.from({ length: rate * seconds }, async (_, index) => {
    const due = start + (index * 1000) / rate;
    await sleep(Math.max(0, due - performance.now()));
    const status = await ask(paths[index % paths.length] ?? '/');
    if (status !== 200) failed++;
    times.push(performance.now() - due);
  });
  await Promise.all(asked);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return {
    requestsPerSecond: rate,
    requests: times.length,
    failed,
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
    p99Milliseconds: at(0.99),
  };
}
