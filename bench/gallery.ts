import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault } from '../src/adapters/vault.ts';
import { openDatabase } from '../src/db/database.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { loadChanges } from '../src/db/gallery/changes.ts';
import { galleryName } from '../src/db/gallery/contract.ts';
import { loadTemplates } from '../src/db/gallery/load.ts';
import { openGallery } from '../src/gallery/exact.ts';
import { serve, startChild } from './child.ts';
import { fillDatabase } from './gallery-fill.ts';
import { searchTimes, type Times } from './search.ts';
import { LENGTH } from './synthetic.ts';

/** A gallery filled from the database, as after a crash. */
export interface GalleryReport extends Times {
  readonly faces: number;
  /** From nothing to a gallery that answers. */
  readonly rebuildMs: number;
  /** Time that the threads of this process were at work; the database's own comes on top. */
  readonly rebuildCpuMs: number;
  /** Most memory that the process held while it loaded, and what it holds afterwards. */
  readonly peakRssBytes: number;
  readonly rssBytes: number;
  /** Until 100 changed templates are found again. */
  readonly changesMs: number;
}

interface Order {
  readonly step: 'fill' | 'rebuild' | 'search' | 'change';
  readonly databaseUrl: string;
  readonly faces: number;
}

const MODEL = { model: 'fr512', version: 'bbbbbbbbbbbb' };
const CHANGED = 100;

/** Fill a database of its own with sealed templates, and load them. */
export async function benchGallery(faces: number, log: (line: string) => void): Promise<GalleryReport> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-bench-gallery-'));
  const server = await startEmbedded(folder, { isDurable: false, settings: { max_wal_size: '8GB' } });
  const ask = async (child: ReturnType<typeof startGallery>, step: Order['step']) => {
    const measured = await child.ask({ step, databaseUrl: server.url, faces });
    log(`gallery: ${step}, ${(measured.milliseconds / 1000).toFixed(1)} s`);
    return measured;
  };
  try {
    const filler = startGallery();
    await ask(filler, 'fill');
    filler.stop();
    const loader = startGallery();
    const { milliseconds: rebuildMs, cpuMilliseconds: rebuildCpuMs, peakRssBytes } = await ask(loader, 'rebuild');
    const { answer: times } = await ask(loader, 'search');
    const { answer: changes } = await ask(loader, 'change');
    loader.stop();
    return { faces, rebuildMs, rebuildCpuMs, peakRssBytes, ...times, ...changes } as GalleryReport;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const startGallery = () => startChild<Order, Partial<GalleryReport>>('gallery', { oneCore: false });

/** Answer for the process that fills the database, or for the one that loads it. */
export function serveGallery(): void {
  const vault = openVault({ present: new Uint8Array(32).fill(7) });
  const gallery = openGallery({ length: LENGTH });
  const shared = { galleries: new Map([[galleryName(MODEL), gallery]]), openKey: vault.open };
  let since = '0';
  const steps: Record<Order['step'], (order: Order) => Promise<Partial<GalleryReport>>> = {
    async fill({ databaseUrl, faces }) {
      await fillDatabase({ databaseUrl, faces, vault, model: MODEL });
      return {};
    },
    async rebuild({ databaseUrl, faces }) {
      const loaded = await loadTemplates({ databaseUrl, ...shared });
      since = loaded.since;
      if (gallery.size !== faces) throw new Error(`${gallery.size} faces were loaded instead of ${faces}`);
      return {};
    },
    async search({ faces }) {
      const { rss } = process.memoryUsage();
      const search = async (probe: Float32Array, k: number) => (await gallery.search(probe, k)).map(() => 0);
      return { rssBytes: rss, ...(await searchTimes({ search }, faces)) };
    },
    async change({ databaseUrl }) {
      const db = await openDatabase(databaseUrl);
      await db.updateTable('face_template').set(MODEL).where('id', '<=', CHANGED).execute();
      const started = performance.now();
      const { templates } = await loadChanges(db, { ...shared, since });
      const changesMs = performance.now() - started;
      await db.destroy();
      await gallery.close();
      if (templates !== CHANGED) throw new Error(`${templates} changes came instead of ${CHANGED}`);
      return { changesMs };
    },
  };
  serve<Order, Partial<GalleryReport>>((order) => steps[order.step](order));
}
