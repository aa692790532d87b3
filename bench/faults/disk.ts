import { randomInt } from 'node:crypto';
import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../src/cli/exit.ts';
import { readBlob } from '../../src/services/storage/blob-writing.ts';
import { mountSmallDisk, type SmallDisk } from '../../src/testing/small-disk.ts';
import { type FaultServer, runHomeward, startFaultServer } from './server.ts';
import { countLost, openWorld, send, untilQuiet, type World } from './world.ts';

/** What became of uploads while something was wrong with the disk. */
interface Uploads {
  readonly sent: number;
  /** 503 as problem+json that says what to do. */
  readonly refused: number;
  readonly taken: number;
  /** Any other answer, or none. */
  readonly wrong: number;
}

export interface DiskReport {
  readonly full: Uploads;
  readonly nearlyFull: Uploads;
  readonly readOnly: Uploads;
  /** Uploads after space came back, of those tried. */
  readonly takenAfterwards: number;
  readonly triedAfterwards: number;
  /** Files that no row of the database knows, drafts among them. */
  readonly leftOver: number;
  /** Photos kept before that could be read while the disk was full or read-only, of so many reads. */
  readonly readable: number;
  readonly reads: number;
  readonly lost: number;
  readonly failedJobs: number;
  readonly isRunning: boolean;
  /** What the doctor says of the built-in database on a bad disk, by what was wrong; clear is what names the folder and no fault of ours. */
  readonly doctor: Readonly<Record<string, { readonly isClear: boolean; readonly text: string }>>;
}

const UPLOADS = 20;
const DISK_KILOBYTES = 4096;
/** Room for a few photos only. */
const NEARLY_KILOBYTES = 400;

/** Let the disk under the photos be full and read-only while reports come in; then that of the built-in database. */
export async function benchDisk(): Promise<DiskReport | { readonly skipped: string }> {
  const disk = await mountSmallDisk(DISK_KILOBYTES);
  if (!disk) return { skipped: 'this user may not mount a disk' };
  const world = await openWorld(0);
  try {
    await symlink(disk.folder, join(world.dataDir, 'blobs'));
    const server = await startFaultServer(world.environment);
    const report = await upset(world, disk, server);
    await server.stop();
    return { ...report, doctor: await askDoctor() };
  } finally {
    await disk.remove();
    await world.close();
  }
}

async function upset(world: World, disk: SmallDisk, server: FaultServer): Promise<Omit<DiskReport, 'doctor'>> {
  const codes: string[] = [];
  const reads: boolean[] = [];
  const after: Uploads[] = [];
  const upload = (count: number) => sendMany(server, world, { count, codes });
  const look = async () => reads.push(...(await readAll(world)));
  await upload(3);
  await untilQuiet(world);

  await fill(disk, 0);
  const full = await upload(UPLOADS);
  await look();
  await empty(disk);
  after.push(await upload(2));

  await untilQuiet(world);
  await fill(disk, NEARLY_KILOBYTES);
  const nearlyFull = await upload(UPLOADS);
  await look();
  await empty(disk);
  after.push(await upload(2));

  await untilQuiet(world);
  await disk.setReadOnly(true);
  const readOnly = await upload(UPLOADS);
  await look();
  await disk.setReadOnly(false);
  after.push(await upload(2));

  await untilQuiet(world);
  return {
    full,
    nearlyFull,
    readOnly,
    takenAfterwards: sum(after, 'taken'),
    triedAfterwards: sum(after, 'sent'),
    leftOver: await countLeftOver(world, disk),
    readable: reads.filter(Boolean).length,
    reads: reads.length,
    lost: await countLost(server.url, codes),
    failedJobs: await world.use(async ({ jobs }) => (await jobs.deadLetters()).length),
    isRunning: server.isRunning,
  };
}

async function sendMany(
  { url }: FaultServer,
  { sightings }: World,
  { count, codes }: { count: number; codes: string[] },
): Promise<Uploads> {
  const uploads = { sent: count, refused: 0, taken: 0, wrong: 0 };
  const one = async () => {
    const photo = sightings[randomInt(sightings.length)] ?? new Uint8Array();
    const answer = await send(url, photo).catch(() => null);
    const text = (await answer?.text()) ?? '';
    if (answer?.status === 201) {
      uploads.taken++;
      codes.push(JSON.parse(text).trackingCode);
    } else if (isAdvice(answer, text)) uploads.refused++;
    else uploads.wrong++;
  };
  for (let sent = 0; sent < count; sent += 4) await Promise.all(Array.from({ length: Math.min(4, count - sent) }, one));
  return uploads;
}

function isAdvice(answer: Response | null, text: string): boolean {
  const type = answer?.headers.get('content-type') ?? '';
  return answer?.status === 503 && type.startsWith('application/problem+json') && /again/.test(JSON.parse(text).detail);
}

/** Leave so much room, in kB. */
async function fill({ folder }: SmallDisk, leave: number): Promise<void> {
  let file = 0;
  for (const size of [65_536, 4096, 512])
    for (;;) {
      const isFull = await writeFile(join(folder, `ballast-${file++}`), Buffer.alloc(size, 1)).then(
        () => false,
        (error: NodeJS.ErrnoException) => error.code === 'ENOSPC',
      );
      if (isFull) break;
    }
  for (let freed = 0; freed < leave; freed += 64) await rm(join(folder, `ballast-${freed / 64}`));
}

async function empty({ folder }: SmallDisk): Promise<void> {
  for (const name of await readdir(folder)) if (name.startsWith('ballast-')) await rm(join(folder, name));
}

async function readAll(world: World): Promise<boolean[]> {
  return world.use(async (app) => {
    const photos = await app.db
      .selectFrom('photo')
      .select('original_id')
      .where('original_id', 'is not', null)
      .execute();
    const reads = photos.map(({ original_id }) => readBlob(app, app.db, original_id ?? ''));
    return (await Promise.allSettled(reads)).map(({ status }) => status === 'fulfilled');
  });
}

async function countLeftOver(world: World, { folder }: SmallDisk): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const known = await world.use(async ({ db }) => db.selectFrom('blob').select('id').execute());
  const ids = new Set(known.map(({ id }) => id));
  return entries.filter((entry) => entry.isFile() && !ids.has(entry.name)).length;
}

function sum(all: readonly Uploads[], what: keyof Uploads): number {
  return all.reduce((total, each) => total + each[what], 0);
}

/** The built-in database where there is no room to begin with, where room runs out, and where nothing may be written. */
async function askDoctor(): Promise<DiskReport['doctor']> {
  return {
    'no room to set it up': await withDisk(2048, async () => {}),
    'no room any more': await withDisk(160_000, async (disk, doctor) => {
      await doctor();
      await fill(disk, 0);
    }),
    'read-only': await withDisk(160_000, async (disk, doctor) => {
      await doctor();
      await disk.setReadOnly(true);
    }),
  };
}

type Doctor = () => Promise<{ code: number; text: string }>;

async function withDisk(kilobytes: number, spoil: (disk: SmallDisk, doctor: Doctor) => Promise<void>) {
  const disk = await mountSmallDisk(kilobytes);
  if (!disk) throw new Error('no disk');
  const doctor = () => runHomeward(['doctor'], { HOMEWARD_DATA_DIR: join(disk.folder, 'data') });
  try {
    await spoil(disk, doctor);
    const { code, text } = await doctor();
    return {
      isClear: code === EXIT.unavailable && text.includes(disk.folder) && !text.includes('Please report'),
      text,
    };
  } finally {
    await disk.setReadOnly(false);
    await disk.remove();
  }
}
