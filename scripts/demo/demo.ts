import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { dot } from '../../src/core/vector.ts';
import { type Engine, openEngine } from '../../src/face/engine.ts';
import { openModelStore } from '../../src/face/models.ts';
import { type Cast, gather, type Tell } from './cast.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { type Eye, reviewTwice } from './review.ts';
import { type DemoServer, startServer } from './server.ts';
import { beginMatch, bringHome, checkAudit, openCases, reportFirst, reportLater, talk } from './story.ts';
import { watch } from './watch.ts';

/** A server with people, cases and sightings, and where its mails arrive. */
export interface Demo {
  readonly url: string;
  readonly mailboxUrl: string;
  readonly cast: Cast;
  /** In the order of MISSED. */
  readonly caseIds: readonly string[];
  /** Of the sightings that wait. */
  readonly trackingCodes: readonly string[];
  close(): Promise<void>;
}

/** Start the server and play the story. */
export async function openDemo(tell: Tell): Promise<Demo> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-demo-'));
  const mailbox = await openMailbox();
  const server = await startServer({
    HOMEWARD_DATA_DIR: dataDir,
    HOMEWARD_KEY_FILE: join(dataDir, 'key'),
    HOMEWARD_SMTP_URL: mailbox.smtpUrl,
    HOMEWARD_COUNTRY: 'IN',
    HOMEWARD_LOG_LEVEL: 'warn',
    HOMEWARD_WATCH_HOSTS: '127.0.0.1',
  });
  const close = async () => {
    await server.stop();
    await mailbox.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    tell(`Homeward runs at ${server.url}, mail arrives at ${mailbox.webUrl}`);
    return { url: server.url, mailboxUrl: mailbox.webUrl, close, ...(await play(server, mailbox, tell)) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function play(
  server: DemoServer,
  mailbox: Mailbox,
  tell: Tell,
): Promise<Pick<Demo, 'cast' | 'caseIds' | 'trackingCodes'>> {
  const cast = await gather(server, mailbox, tell);
  mailbox.introduce(cast.people);
  const caseIds = await openCases(cast, tell);
  const [asha = '', , , , kavya = '', salman = ''] = caseIds;
  await talk(cast, { asha, salman });
  await reportFirst(server.url, tell);
  const alert = await mailbox.waitFor('lakshmi.devi@officer.example', /sighting may show/);
  tell(`The alert has come: «${alert.subject}»`);
  await withEye((eye) => reviewTwice(cast, eye, tell));
  await bringHome(cast, asha, tell);
  await beginMatch(cast, kavya);
  const news = await mailbox.waitFor('meera.rao@family.example', /News/);
  tell(`The guardian was told: «${news.subject}»`);
  const trackingCodes = await reportLater(server.url, tell);
  await watch(cast, caseIds, tell);
  await checkAudit(cast, tell);
  return { cast, caseIds, trackingCodes };
}

/** In place of a person's eyes: the demo has nobody to look at the faces. */
async function withEye<T>(use: (eye: Eye) => Promise<T>): Promise<T> {
  const store = await openModelStore(readConfig(process.env).modelsDir, 'standard');
  const engine = await openEngine({ store, workers: 1 });
  try {
    return await use(eyeOf(engine));
  } finally {
    await engine.close();
  }
}

function eyeOf({ extractFaces }: Engine): Eye {
  const vectorOf = async (picture: Uint8Array) => {
    const { faces } = await extractFaces(picture);
    return faces[0]?.embeddings.find(({ model }) => model === 'fr512')?.vector;
  };
  return async (first, second) => {
    const [a, b] = [await vectorOf(first), await vectorOf(second)];
    return a && b ? dot(a, b) : -1;
  };
}
