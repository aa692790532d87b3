import { randomInt } from 'node:crypto';
import { startFaultServer } from './server.ts';
import { openWorld, report, untilQuiet, type World } from './world.ts';

/** What 200 power cuts did. */
export interface KillReport {
  readonly kills: number;
  /** Sightings whose reporter got an answer: these are promised. */
  readonly promised: number;
  readonly lost: number;
  /** Photos that were not analysed, or whose face was not searched. */
  readonly unfinished: number;
  /** Alerts that exist twice for one candidate and recipient. */
  readonly doubledAlerts: number;
  readonly alerts: number;
  /** Alerts that never went out. */
  readonly unsent: number;
  /** Second deliveries of one and the same message (same Message-ID), where the process died while the mail server answered. */
  readonly repeatedDeliveries: number;
  readonly failedJobs: number;
}

/** Longest life of a server; the analysis of a photo takes about one second of it. */
const LONGEST_LIFE_MILLISECONDS = 5000;

/** Kill the server at random moments between upload and alert, again and again; then see what is missing or doubled. */
export async function benchKills(kills: number, tell: (line: string) => void): Promise<KillReport> {
  const world = await openWorld();
  try {
    const codes: string[] = [];
    for (let kill = 1; kill <= kills; kill++) {
      codes.push(...(await liveAndDie(world)));
      if (kill % 10 === 0) tell(`${kill} kills, ${codes.length} sightings promised`);
    }
    const server = await startFaultServer(world.environment);
    const isQuiet = await untilQuiet(world);
    if (!isQuiet) tell('jobs or messages were still waiting after ten minutes');
    const lost = await countLost(server.url, codes);
    await server.stop();
    return { kills, promised: codes.length, lost, ...(await balance(world)) };
  } finally {
    await world.close();
  }
}

/** One life of a server: reports come in until it is killed. @returns the tracking codes it gave out */
async function liveAndDie(world: World): Promise<string[]> {
  const codes: string[] = [];
  const server = await startFaultServer(world.environment);
  const death = new Promise<void>((resolve) => setTimeout(resolve, randomInt(LONGEST_LIFE_MILLISECONDS)));
  let isAlive = true;
  const reporting = (async () => {
    for (let sent = 0; isAlive && sent < 3; sent++) {
      const photo = world.sightings[randomInt(world.sightings.length)];
      const code = photo && (await report(server.url, photo));
      if (code) codes.push(code);
      await new Promise((resolve) => setTimeout(resolve, randomInt(400)));
    }
  })();
  await death;
  isAlive = false;
  await server.kill();
  await reporting;
  return codes;
}

async function countLost(url: string, codes: readonly string[]): Promise<number> {
  let lost = 0;
  for (const [index, code] of codes.entries()) {
    const headers = { 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` };
    const answer = await fetch(`${url}/api/v1/sightings/track/${code}`, { headers });
    if (answer.status !== 200) lost++;
    await answer.text();
  }
  return lost;
}

async function balance(world: World): Promise<Omit<KillReport, 'kills' | 'promised' | 'lost'>> {
  const deliveries = world.mail.received.map(({ messageId }) => messageId ?? '');
  return world.use(async (app) => {
    const photos = await app.db
      .selectFrom('photo')
      .leftJoin('face', 'face.photo_id', 'photo.id')
      .leftJoin('search_run', 'search_run.face_id', 'face.id')
      .select(['photo.id', 'photo.state', 'search_run.id as search'])
      .where('photo.purpose', '=', 'sighting')
      .execute();
    const alerts = await app.db
      .selectFrom('message')
      .select(['candidate_id', 'recipient_id', 'state', 'message_id'])
      .where('kind', '=', 'candidate-alert')
      .execute();
    const distinct = new Set(alerts.map(({ candidate_id, recipient_id }) => `${candidate_id} ${recipient_id}`));
    return {
      unfinished: new Set(photos.filter(({ state, search }) => state !== 'analysed' || !search).map(({ id }) => id))
        .size,
      alerts: alerts.length,
      doubledAlerts: alerts.length - distinct.size,
      unsent: alerts.filter(({ state, message_id }) => state !== 'sent' || !deliveries.includes(message_id ?? ''))
        .length,
      repeatedDeliveries: deliveries.length - new Set(deliveries).size,
      failedJobs: (await app.jobs.deadLetters()).length,
    };
  });
}
