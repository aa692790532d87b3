/** A worker process whose jobs only write down that they were done. */
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'pg';
import { JOB_KINDS, type JobHandlers, openJobs } from '../../src/db/jobs.ts';

const [url = '', milliseconds = '0'] = process.argv.slice(2);
const pool = new Pool({ connectionString: url, max: 2 });

async function record({ photoId }: { photoId: string }): Promise<void> {
  await pool.query('insert into fault_execution (job, worker) values ($1, $2)', [photoId, process.pid]);
  await setTimeout(Number(milliseconds));
  const finished = 'update fault_execution set finished_at = clock_timestamp() where (job, worker) = ($1, $2)';
  await pool.query(finished, [photoId, process.pid]);
}

const nothing = Object.fromEntries(JOB_KINDS.map((kind) => [kind, async () => {}])) as unknown as JobHandlers;
const jobs = await openJobs(url);
await jobs.work({ ...nothing, 'analyse-photo': record });
process.send?.('ready');
await once(process, 'disconnect');
await jobs.stop();
await pool.end();
