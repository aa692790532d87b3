import type { Actor } from '../core/actor.ts';
import { DAY_MILLISECONDS } from '../core/dates.ts';
import { AppError } from '../core/errors.ts';
import { inTransaction } from '../db/database.ts';
import * as desk from '../db/desk.ts';
import { countSightings, countSightingsByDay } from '../db/sighting-list.ts';
import type { Platform } from '../platform.ts';
import { audit } from './audit.ts';
import { accountIdOf } from './cases/load.ts';
import { type Action, reachOf, requireReach, seesProtected } from './policy.ts';
import { viewOwnWork } from './reviews/own-work.ts';
import { viewQueue } from './reviews/queue.ts';
import { conditionsOf, listSightingsFor, SightingFilter, type SightingListItem } from './sightings/listing.ts';

/** What may wait for somebody at a desk, most pressing first, and who is told of it. */
const NEEDS = {
  reviews: 'review.list',
  alerts: 'candidate.list',
  sightings: 'sighting.list',
  agreed: 'match.record',
  messages: 'note.write',
  unassigned: 'case.take-over',
  mails: 'message.list',
} as const satisfies Record<string, Action>;

export type NeedKind = keyof typeof NEEDS;

export interface Need {
  readonly kind: NeedKind;
  readonly count: number;
  /** Since when the first of them waits. */
  readonly oldest: Date | null;
  /** The first few, where each is a case of its own. */
  readonly cases: readonly { readonly id: string; readonly number: string }[];
}

export interface Desk {
  /** Those that there are, most pressing first. */
  readonly needs: readonly Need[];
  /** The newest ones; null for who sees no sightings. */
  readonly sightings: readonly SightingListItem[] | null;
  /** How many came in on each of the last days, oldest first. */
  readonly days: readonly { readonly day: string; readonly count: number }[];
  /** Children who were found; never candidates. */
  readonly reunited: { readonly ours: number; readonly oursThisYear: number; readonly all: number };
}

const DAYS = 14;
const MOST_SIGHTINGS = 60;
const MOST_CASES = 5;

/** What a person of an agency needs to know when they sit down. @param timeZone in which a day begins and ends */
export async function viewDesk(app: Platform, actor: Actor, timeZone: string): Promise<Desk> {
  requireReach(actor, 'case.list');
  if (actor.kind !== 'account' || actor.agencyId === null || actor.role === 'guardian')
    throw new AppError('forbidden', 'The desk is for people of an agency.');
  const scope = { agencyId: actor.agencyId, withProtected: seesProtected(actor) };
  const needs: Need[] = [];
  for (const kind of KINDS)
    if (reachOf(actor, NEEDS[kind]) !== 'none')
      needs.push({ kind, cases: [], ...(await COUNTS[kind](app, actor, scope)) });
  const sightings = await recentSightings(app, actor, timeZone);
  const year = new Date(Date.UTC(app.clock().getUTCFullYear(), 0, 1));
  const reunited = {
    ours: await desk.countReunited(app.db, scope, null),
    oursThisYear: await desk.countReunited(app.db, scope, year),
    all: await desk.countReunited(app.db, null, null),
  };
  const waiting = needs.filter(({ count }) => count > 0);
  const details = Object.fromEntries(waiting.map(({ kind, count }) => [kind, count]));
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'desk.view', details }));
  return { needs: waiting, ...sightings, reunited };
}

const KINDS = Object.keys(NEEDS) as NeedKind[];

type Count = (app: Platform, actor: Actor, scope: desk.DeskScope) => Promise<desk.Waiting | desk.WaitingCases>;

const COUNTS: Readonly<Record<NeedKind, Count>> = {
  reviews: async (app, actor) => {
    const [{ waiting }, { waitingSince }] = [await viewQueue(app, actor), await viewOwnWork(app, actor)];
    return { count: waiting, oldest: waitingSince };
  },
  alerts: ({ db }, _, scope) => desk.countAlerts(db, scope),
  sightings: async (app, actor) =>
    countSightings(app.db, await conditionsOf(app, app.db, actor, { ...EVERY, state: 'new' })),
  agreed: ({ db }, _, scope) => desk.countAgreed(db, scope),
  messages: ({ db }, _, scope) => desk.listUnanswered(db, scope, MOST_CASES),
  unassigned: ({ db }, _, scope) => desk.listUnassigned(db, scope, MOST_CASES),
  mails: ({ db }, actor, scope) => desk.countUndelivered(db, scope, accountIdOf(actor)),
};

const EVERY = SightingFilter.parse({});

async function recentSightings(
  app: Platform,
  actor: Actor,
  timeZone: string,
): Promise<Pick<Desk, 'sightings' | 'days'>> {
  if (reachOf(actor, 'sighting.list') === 'none') return { sightings: null, days: [] };
  const { items } = await listSightingsFor(app, actor, EVERY, { limit: MOST_SIGHTINGS });
  const now = app.clock().getTime();
  // A day more: days of the zone begin before or after those of UTC.
  const receivedSince = new Date(now - (DAYS + 1) * DAY_MILLISECONDS);
  const conditions = await conditionsOf(app, app.db, actor, EVERY);
  const states = ['new', 'seen', 'closed'] as const;
  const counts = await countSightingsByDay(app.db, { ...conditions, states, receivedSince }, timeZone);
  // Written as the database writes it: YYYY-MM-DD.
  const dates = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const days = Array.from({ length: DAYS }, (_, index) => {
    const day = dates.format(new Date(now - (DAYS - 1 - index) * DAY_MILLISECONDS));
    return { day, count: counts.get(day) ?? 0 };
  });
  return { sightings: items, days };
}
