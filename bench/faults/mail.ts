import { type MailServer, openMailServer } from '../../src/testing/mail-server.ts';
import { listAlerts, raiseMany, raiseOne } from './alerts.ts';
import { startFaultServer } from './server.ts';
import { openWorld, pause, type World } from './world.ts';

export interface MailReport {
  readonly alerts: number;
  /** Most attempts that one of them took. */
  readonly attempts: number;
  readonly deliveredOnce: number;
  readonly doubled: number;
  /** Recipients who got the alerts about a case in another order than they were raised in. */
  readonly outOfOrder: number;
  /** Seconds from the moment when the mail server accepted again until the last alert was there. */
  readonly secondsAfterReturn: number;
  /** An alert to an address that the server refused for good. */
  readonly bounce: { readonly state: string; readonly error: string | null; readonly attempts: number };
}

const CASES = 3;
const ALERTS_OF_A_CASE = 4;
const PATIENCE_SECONDS = 300;

/** The mail server is away, then asks to come back later, then accepts; then it refuses for good. */
export async function benchMail(tell: (line: string) => void): Promise<MailReport> {
  const world = await openWorld(0);
  let mail = await openMailServer();
  const port = Number(new URL(mail.url).port);
  try {
    await mail.close();
    const server = await startFaultServer({ ...world.environment, HOMEWARD_SMTP_URL: mail.url });
    const [caseId = ''] = await world.use(async (app) => {
      const cases: string[] = [];
      for (let each = 0; each < CASES; each++) cases.push(await raiseMany(app, ALERTS_OF_A_CASE));
      return cases;
    });
    await untilTried(world, 1);
    tell('refused connections; now it asks to come back later');
    mail = await openMailServer(port);
    mail.refuseWith({ code: 451, at: 'recipient' });
    await untilTried(world, 2);
    tell('now it accepts');
    mail.refuseWith(null);
    const start = performance.now();
    await untilState(world, ['sent']);
    const secondsAfterReturn = Math.round((performance.now() - start) / 1000);
    const delayed = await balance(world, mail);

    mail.refuseWith({ code: 550, at: 'recipient' });
    await world.use((app) => raiseOne(app, caseId));
    await untilState(world, ['sent', 'bounced']);
    const last = (await world.use(listAlerts)).at(-1);
    await server.stop();
    const { state = 'missing', error = null, attempts = 0 } = last ?? {};
    return { ...delayed, secondsAfterReturn, bounce: { state, error, attempts } };
  } finally {
    await mail.close();
    await world.close();
  }
}

/** Wait until each alert was tried so often, and none is under way. */
async function untilTried(world: World, attempts: number): Promise<void> {
  const wanted = CASES * ALERTS_OF_A_CASE * 2;
  await until(
    world,
    (all) => all.length === wanted && all.every((each) => each.attempts >= attempts && isAtRest(each)),
  );
}

async function untilState(world: World, states: readonly string[]): Promise<void> {
  await pause(3000);
  await until(world, (all) => all.every(({ state }) => states.includes(state)));
}

function isAtRest({ state }: { state: string }): boolean {
  return state !== 'sending';
}

type Alerts = Awaited<ReturnType<typeof listAlerts>>;

async function until(world: World, isReached: (all: Alerts) => boolean): Promise<void> {
  await world.use(async (app) => {
    const end = Date.now() + PATIENCE_SECONDS * 1000;
    while (!isReached(await listAlerts(app))) {
      if (Date.now() > end) throw new Error('the outbox did not come so far');
      await pause(500);
    }
  });
}

async function balance(world: World, { received }: MailServer) {
  const alerts = await world.use(listAlerts);
  const delivered = received.map(({ messageId }) => messageId ?? '');
  const times = alerts.map(({ messageId }) => delivered.filter((each) => each === messageId).length);
  const lines = new Map<string, number[]>();
  for (const { address, caseId, messageId } of alerts) {
    const line = lines.get(`${address} ${caseId}`) ?? [];
    lines.set(`${address} ${caseId}`, [...line, delivered.indexOf(messageId ?? '')]);
  }
  const isOrdered = (line: number[]) => line.every((place, index) => index === 0 || place > (line[index - 1] ?? 0));
  return {
    alerts: alerts.length,
    attempts: Math.max(...alerts.map(({ attempts }) => attempts)),
    deliveredOnce: times.filter((count) => count === 1).length,
    doubled: times.filter((count) => count > 1).length,
    outOfOrder: [...lines.values()].filter((line) => !isOrdered(line)).length,
  };
}
