import { type HostileOutcome, hostileUploads } from './hostile.ts';
import { startFaultServer } from './server.ts';
import { openWorld, report, untilQuiet } from './world.ts';

/** What hostile uploads did to a server of its own process. */
export interface HostileReport extends HostileOutcome {
  readonly isRunning: boolean;
  readonly seconds: number;
  /** Largest resident memory of the server after its first honest report was analysed, and at the end. */
  readonly peakBytesBefore: number;
  readonly peakBytesAfter: number;
  /** Files that no row of the database knows. */
  readonly leftOver: number;
  readonly failedJobs: number;
}

/** Send hostile uploads to a server that also does the jobs, so that whatever is let in is analysed too. */
export async function benchHostile(count: number): Promise<HostileReport> {
  const world = await openWorld(0);
  try {
    const server = await startFaultServer(world.environment);
    for (const photo of world.sightings.slice(0, 3)) await report(server.url, photo);
    await untilQuiet(world);
    const peakBytesBefore = await server.peakBytes();
    const start = performance.now();
    const outcome = await hostileUploads(`${server.url}/api/v1`, count);
    await untilQuiet(world);
    const seconds = Math.round((performance.now() - start) / 1000);
    const isRunning = server.isRunning;
    const peakBytesAfter = await server.peakBytes();
    const kept = await world.use(async ({ db, blobs, jobs }) => {
      const ids = new Set((await db.selectFrom('blob').select('id').execute()).map(({ id }) => id));
      let leftOver = 0;
      for await (const { name } of blobs.list()) if (!ids.has(name)) leftOver++;
      return { leftOver, failedJobs: (await jobs.deadLetters()).length };
    });
    await server.stop();
    return { ...outcome, isRunning, seconds, peakBytesBefore, peakBytesAfter, ...kept };
  } finally {
    await world.close();
  }
}
