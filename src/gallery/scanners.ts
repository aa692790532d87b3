import { loadKernel } from './kernel.ts';
import { hitsAddress } from './layout.ts';
import { openPool, type Pool } from './pool.ts';
import type { Rows } from './rows.ts';
import { mergeShortlists, type Scan, type Shortlist, scanBlocks } from './shortlist.ts';

/** The scan of one gallery: in the caller's thread, or shared out to threads that start with the first need of them. */
export interface Scanners {
  /** One at a time. */
  scan(scan: Scan, threaded: boolean): Promise<Shortlist>;
  close(): Promise<void>;
}

export function openScanners({ memory, layout }: Rows, workers: number): Scanners {
  const places = Array.from({ length: Math.max(workers, 1) }, (_, scanner) => ({
    memory,
    layout,
    hits: hitsAddress(layout, scanner),
  }));
  const here = { memory, layout, hits: hitsAddress(layout, 0), kernel: loadKernel(memory) };
  let pool: Pool | undefined;
  const close = async () => {
    const old = pool;
    pool = undefined;
    await old?.close();
  };

  return {
    async scan(scan, threaded) {
      if (!threaded || workers === 0) return scanBlocks(here, scan);
      pool ??= openPool(places);
      try {
        return mergeShortlists(await pool.scan(scan), scan);
      } catch (error) {
        // A thread that died must not answer for the next search: that one starts new threads.
        await close();
        throw error;
      }
    },
    close,
  };
}
