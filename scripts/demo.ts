/**
 * `npm run demo`: the whole story on computer-generated children, through the public HTTP interface.
 *
 * Two agencies, three cases, a sighting by a passer-by, the alert by e-mail, two blind reviews, a match, the guardian
 * told, the case closed and purged. It runs on a database of its own, or on the one of DATABASE_URL. The server and the
 * mailbox stay open until Ctrl-C; `--exit` ends at once.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { dot } from '../src/core/vector.ts';
import { type Engine, openEngine } from '../src/face/engine.ts';
import { openModelStore } from '../src/face/models.ts';
import { openMailbox } from './demo/mailbox.ts';
import { startServer } from './demo/server.ts';
import { bringHome, checkAudit, type Eye, gather, openCases, reportSighting, reviewTwice } from './demo/story.ts';

const start = Date.now();
const tell = (line: string) => console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const dataDir = await mkdtemp(join(tmpdir(), 'homeward-demo-'));
const mailbox = await openMailbox();
const server = await startServer({
  HOMEWARD_DATA_DIR: dataDir,
  HOMEWARD_KEY_FILE: join(dataDir, 'key'),
  HOMEWARD_SMTP_URL: mailbox.smtpUrl,
  HOMEWARD_LOG_LEVEL: 'warn',
});
const engine = await openEngine({
  store: await openModelStore(readConfig(process.env).modelsDir, 'standard'),
  workers: 1,
});
try {
  tell(`Homeward runs at ${server.url}, mail arrives at ${mailbox.webUrl}`);
  const cast = await gather(server, mailbox, tell);
  const [seen = ''] = await openCases(cast, tell);
  await reportSighting(server.url, tell);
  const alert = await mailbox.waitFor('lakshmi.devi@officer.example', /sighting may show/);
  tell(`The alert has come: «${alert.subject}»`);
  await reviewTwice(cast, eyeOf(engine), tell);
  await bringHome(cast, seen, tell);
  const news = await mailbox.waitFor('meera.rao@family.example', /News/);
  tell(`The guardian was told: «${news.subject}»`);
  await checkAudit(cast, tell);
  if (!process.argv.includes('--exit')) await untilInterrupted();
} finally {
  await engine.close();
  await server.stop();
  await mailbox.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** In place of a person's eyes: the demo has nobody to look at the faces. */
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

async function untilInterrupted(): Promise<void> {
  console.log(
    `\nRead the messages at ${mailbox.webUrl}\nThe API is described at ${server.url}/api/v1/openapi.json\nPress Ctrl-C to end.`,
  );
  await once(process, 'SIGINT');
}
