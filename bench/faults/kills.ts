import { randomInt } from 'node:crypto';
import { Client } from 'pg';
import { startFaultServer } from './server.ts';
import { countLost, openWorld, pause, report, untilQuiet, type World } from './world.ts';

/** What 200 power cuts did. */
export interface KillReport {
  readonly kills: number;
  /** How many of the kills hit which work: kinds of jobs that ran, `report` where an upload was cut off. */
  readonly during: Readonly<Moments>;
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

/** Longest lives of servers, in turn: what waits piles up in the short ones and goes all the way to the alert in the others. */
const LONGEST_LIVES_MILLISECONDS = [1500, 3000, 6000];

/** Every so many kills one server lives for so long: jobs of killed ones come back to it. */
const LONG_LIFE_EVERY = 20;
const LONG_LIFE_MILLISECONDS = 40_000;

/** Reports of one life. */
const REPORTS = 3;

/** What a server was doing when it was killed: kinds of jobs, and reports that got no answer. */
type Moments = Record<string, number>;

/** Kill the server at random moments between upload and alert, again and again; then see what is missing or doubled. */
export async function benchKills(kills: number, tell: (line: string) => void): Promise<KillReport> {
  const world = await openWorld(6);
  try {
    const codes: string[] = [];
    const during: Moments = {};
    for (let kill = 1; kill <= kills; kill++) {
      const life = await liveAndDie(world, randomInt(longestLife(kill)));
      codes.push(...life.codes);
      for (const work of life.during) during[work] = (during[work] ?? 0) + 1;
      if (kill % 10 === 0) tell(`${kill} kills, ${codes.length} sightings promised`);
    }
    const server = await startFaultServer(world.environment);
    const isQuiet = await untilQuiet(world);
    if (!isQuiet) tell('jobs or messages were still waiting after ten minutes');
    const lost = await countLost(server.url, codes);
    await server.stop();
    return { kills, during, promised: codes.length, lost, ...(await balance(world)) };
  } finally {
    await world.close();
  }
}

function longestLife(kill: number): number {
  if (kill % LONG_LIFE_EVERY === 0) return LONG_LIFE_MILLISECONDS;
  return LONGEST_LIVES_MILLISECONDS[kill % LONGEST_LIVES_MILLISECONDS.length] ?? 0;
}

interface Life {
  /** Tracking codes that the server gave out. */
  readonly codes: readonly string[];
  /** What it was doing when it was killed. */
  readonly during: ReadonlySet<string>;
}

/** One life of a server: reports come in until it is killed. */
async function liveAndDie(world: World, milliseconds: number): Promise<Life> {
  const codes: string[] = [];
  let isWaiting = false;
  let isAlive = true;
  const born = new Date();
  const server = await startFaultServer(world.environment);
  const reporting = (async () => {
    for (let sent = 0; isAlive && sent < REPORTS; sent++) {
      const photo = world.sightings[randomInt(world.sightings.length)];
      isWaiting = true;
      const code = photo && (await report(server.url, photo));
      if (code) codes.push(code);
      if (isAlive) isWaiting = false;
      await pause(randomInt(400));
    }
  })();
  await pause(milliseconds);
  isAlive = false;
  const wasWaiting = isWaiting;
  await server.kill();
  await reporting;
  const during = new Set([...(await jobsCutOff(world, born)), ...(wasWaiting ? ['report'] : [])]);
  return { codes, during };
}

/** Kinds of jobs that were begun since, and were not finished. */
async function jobsCutOff({ database }: World, since: Date): Promise<string[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    const jobs = `select distinct name from pgboss.job where state = 'active' and started_on >= $1`;
    const { rows } = await client.query<{ name: string }>(jobs, [since]);
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function balance(world: World): Promise<Omit<KillReport, 'kills' | 'during' | 'promised' | 'lost'>> {
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
