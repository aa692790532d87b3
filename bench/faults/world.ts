import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readKey } from '../../src/adapters/key.ts';
import type { App } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type EmbeddedServer, startEmbedded } from '../../src/db/embedded.ts';
import { openEngine } from '../../src/face/engine.ts';
import { openModelStore } from '../../src/face/models.ts';
import { jobHandlers } from '../../src/jobs/handlers.ts';
import { openPlatform } from '../../src/open-platform.ts';
import type { Platform } from '../../src/platform.ts';
import { addCasePhoto } from '../../src/services/photos/add.ts';
import { receivePhoto } from '../../src/services/photos/intake.ts';
import { type MailServer, openMailServer } from '../../src/testing/mail-server.ts';
import { makeAccount, makeAgency, makeCase } from '../../src/testing/makers.ts';
import type { Environment } from './server.ts';

const SAMPLES = new URL('../../samples/children/', import.meta.url);

/** A durable database of its own, one open case with two photos, two officers, a mail server. */
export interface World {
  readonly environment: Environment;
  readonly dataDir: string;
  readonly database: EmbeddedServer;
  readonly mail: MailServer;
  readonly caseId: string;
  /** Photos of the missed child and of others, to report. */
  readonly sightings: readonly Uint8Array[];
  /** Look at the database, and work in it, while no server runs or beside one. */
  use<Result>(work: (app: Platform) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-faults-'));
  const [database, mail] = await Promise.all([startEmbedded(dataDir), openMailServer()]);
  const environment = {
    HOMEWARD_DATA_DIR: dataDir,
    HOMEWARD_KEY_FILE: join(dataDir, 'key'),
    HOMEWARD_SMTP_URL: mail.url,
    DATABASE_URL: database.url,
  };
  const config = readConfig({ ...environment, HOMEWARD_LOG_LEVEL: 'silent', HOMEWARD_WORKERS: '1' });
  const use: World['use'] = async (work) => {
    const { app, close } = await openPlatform(baseOf(config), { isWorker: false });
    try {
      return await work(app);
    } finally {
      await close();
    }
  };
  const caseId = await use(openCase);
  const sightings = await Promise.all(['i01/earlier-C.jpg', 'i04/A.jpg', 'i05/earlier-B.jpg'].map(sample));
  return {
    environment,
    dataDir,
    database,
    mail,
    caseId,
    sightings,
    use,
    async close() {
      await mail.close();
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Report a sighting as the public does. @returns the tracking code; undefined when no answer came */
export async function report(url: string, photo: Uint8Array): Promise<string | undefined> {
  const form = new FormData();
  form.set('place', 'Platform 6');
  form.set('seenAt', new Date(Date.now() - 60_000).toISOString());
  form.append('photo', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg');
  try {
    const answer = await fetch(`${url}/api/v1/sightings`, {
      method: 'POST',
      body: form,
      headers: { 'x-forwarded-for': anyAddress() },
      signal: AbortSignal.timeout(30_000),
    });
    return answer.status === 201 ? ((await answer.json()) as { trackingCode: string }).trackingCode : undefined;
  } catch {
    // Its connection was cut: nobody knows whether it was kept, and so nobody was promised anything.
    return undefined;
  }
}

/** Wait until no job waits or runs and no message is on its way. */
export async function untilQuiet(world: World, seconds = 600): Promise<boolean> {
  return world.use(async (app) => {
    const end = Date.now() + seconds * 1000;
    for (let calm = 0; Date.now() < end; ) {
      const busy = (await app.jobs.counts()).some(({ waiting, active }) => waiting + active > 0);
      calm = busy || (await openMessages(app)) > 0 ? 0 : calm + 1;
      if (calm === 3) return true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return false;
  });
}

/** Each reporter has a network of their own: limits are not what is tested here. */
function anyAddress(): string {
  return [randomInt(1, 223), randomInt(256), randomInt(256), randomInt(1, 255)].join('.');
}

async function openMessages({ db }: Platform): Promise<number> {
  const { open } = await db
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('state', 'in', ['queued', 'sending'])
    .executeTakeFirstOrThrow();
  return open;
}

async function openCase(app: Platform): Promise<string> {
  const agency = await makeAgency(app);
  const officer = await makeAccount(app, 'officer', agency.id);
  await makeAccount(app, 'lead', agency.id);
  const { id } = await makeCase(app, agency.id);
  for (const name of ['i01/A.jpg', 'i01/earlier-B.jpg']) {
    const received = await receivePhoto(app, oneChunk(await sample(name)));
    await addCasePhoto(app, officer.actor, id, { received, date: { capturedOn: '2023-06' } });
  }
  await app.jobs.runPending(jobHandlers(app));
  return id;
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function sample(name: string): Promise<Uint8Array> {
  return readFile(new URL(name, SAMPLES));
}

function baseOf(config: Config): App {
  const models = () => openModelStore(config.modelsDir, config.profile);
  return {
    version: '0.0.0',
    config,
    clock: () => new Date(),
    signal: new AbortController().signal,
    models,
    engine: async () => openEngine({ store: await models(), workers: 1 }),
    key: () => readKey(config),
  };
}
