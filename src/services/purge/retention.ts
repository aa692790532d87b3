import { type Actor, SYSTEM } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { inTransaction } from '../../db/database.ts';
import type { ErasureKind } from '../../db/erasures.ts';
import {
  countExpired,
  type ExpiringRows,
  expire,
  listCasesWithOldPhotos,
  listOldMatchedSightings,
  listOldSearches,
  listOldSightings,
  listUnpurgedCases,
} from '../../db/retention.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission } from '../policy.ts';
import { sweepBlobs } from '../storage/sweep.ts';
import { erase, removeErased } from './erase.ts';
import { logErasures } from './erasure-log.ts';
import { type OpenIndex, purgeCase, purgeCasePhotos } from './purge-case.ts';

/** What there is of one kind of data whose time is over. */
export interface Expired {
  readonly kind: string;
  /** In words, with the number of days. */
  readonly rule: string;
  readonly count: number;
}

/** One line of the schedule. */
interface Rule {
  readonly kind: string;
  readonly rule: string;
  /** How many there are. */
  readonly count: (app: Platform) => Promise<number>;
  readonly keep: (app: Platform, openIndex?: OpenIndex) => Promise<number>;
}

/** What would go if the schedule were kept now. The audit log is in no rule: it stays. */
export async function previewRetention(app: Platform, actor: Actor): Promise<Expired[]> {
  requirePermission(actor, 'retention.view');
  const expired: Expired[] = [];
  for (const { kind, rule, count } of schedule(app)) expired.push({ kind, rule, count: await count(app) });
  return expired;
}

/**
 * Erase everything whose time is over. Runs each day; may be stopped and run again at any point.
 *
 * @returns what went
 */
export async function keepRetention(app: Platform, actor: Actor = SYSTEM, openIndex?: OpenIndex): Promise<Expired[]> {
  requirePermission(actor, 'retention.run');
  const kept: Expired[] = [];
  for (const { kind, rule, keep } of schedule(app)) kept.push({ kind, rule, count: await keep(app, openIndex) });
  await sweepBlobs(app);
  await logErasures(app);
  const counts = Object.fromEntries(kept.map(({ kind, count }) => [kind, count]));
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'retention.run', details: counts }));
  return kept;
}

function schedule({ config: { keepDays } }: Platform): Rule[] {
  const { closedPhotos, spam, contacts, sources, probes, messages } = keepDays;
  return [
    purgeRule('closed-cases', 'templates and crops of a closed case, at once', listUnpurged, purgeCase),
    purgeRule(
      'closed-photos',
      `photos of a closed case, after ${closedPhotos} days`,
      (app) => listCasesWithOldPhotos(app.db, daysAgo(app, closedPhotos)),
      purgeCasePhotos,
    ),
    eraseRule('sighting', `sightings, after their own time; spam after ${spam} days`, (app) =>
      listOldSightings(app.db, app.clock(), daysAgo(app, spam)),
    ),
    eraseRule('sighting-content', `photos of sightings that led to a closed case, after ${closedPhotos} days`, (app) =>
      listOldMatchedSightings(app.db, daysAgo(app, closedPhotos)),
    ),
    eraseRule('search-probe', `photos that staff searched with, after ${probes} days`, (app) =>
      listOldSearches(app.db, daysAgo(app, probes)),
    ),
    rowRule('contacts', contacts, 'how to reach a reporter'),
    rowRule('sources', sources, 'hashes that tell senders apart'),
    rowRule('messages', messages, 'messages that were sent or given up'),
    rowRule('idempotency-keys', 1, 'answers to requests that may be sent twice'),
    rowRule('gone-templates', 30, 'notes that a template is gone'),
    rowRule('sessions', 0, 'sessions that are over'),
    rowRule('verifications', 0, 'links in e-mails that are over'),
    rowRule('used-codes', 1, 'codes of second factors that were used'),
    rowRule('sign-in-attempts', 1, 'counts of wrong passwords'),
    rowRule('invitations', 0, 'invitations that nobody accepted'),
    rowRule('request-counts', 0, 'counts for rate limits'),
    rowRule('spent-proofs', 0, 'proofs of work'),
  ];
}

const listUnpurged = (app: Platform) => listUnpurgedCases(app.db);

function purgeRule(
  kind: string,
  rule: string,
  list: (app: Platform) => Promise<string[]>,
  purge: typeof purgeCase,
): Rule {
  return {
    kind,
    rule,
    count: async (app) => (await list(app)).length,
    keep: async (app, openIndex) => {
      const ids = await list(app);
      for (const id of ids) await purge(app, id, openIndex);
      return ids.length;
    },
  };
}

/** One transaction each, so that no erasure waits for another and a stop in the middle loses nothing. */
function eraseRule(kind: ErasureKind, rule: string, list: (app: Platform) => Promise<string[]>): Rule {
  return {
    kind,
    rule,
    count: async (app) => (await list(app)).length,
    keep: async (app) => {
      const ids = await list(app);
      for (const id of ids) await eraseOne(app, SYSTEM, kind, id);
      return ids.length;
    },
  };
}

/** Erase one thing with all that hangs on it, and write down who did. */
export async function eraseOne(app: Platform, actor: Actor, kind: ErasureKind, id: string): Promise<void> {
  const erased = await inTransaction(app.db, async (tx) => {
    const gone = await erase(app, tx, kind, id);
    await audit(app, tx, actor, { action: `${kind}.erase`, entity: entityOf(kind), entityId: id });
    return gone;
  });
  await removeErased(app, erased);
}

function rowRule(kind: ExpiringRows, days: number, what: string): Rule {
  return {
    kind,
    rule: days === 0 ? what : `${what}, after ${days} days`,
    count: (app) => countExpired(app.db, kind, daysAgo(app, days)),
    keep: (app) => inTransaction(app.db, (tx) => expire(tx, kind, daysAgo(app, days))),
  };
}

function entityOf(kind: ErasureKind): string {
  if (kind === 'sighting-content') return 'sighting';
  return kind.startsWith('case') ? 'case' : kind === 'search-probe' ? 'search' : kind;
}

function daysAgo(app: Platform, days: number): Date {
  return new Date(app.clock().getTime() - days * DAY_MILLISECONDS);
}
