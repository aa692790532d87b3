import { z } from 'zod';
import { type Actor, SYSTEM } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { listAudit } from '../../db/audit.ts';
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
import { listExpiredUploads } from '../../db/uploads.ts';
import { listOldFilms } from '../../db/watch-sources.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission } from '../policy.ts';
import { sweepBlobs } from '../storage/sweep.ts';
import { dropExpiredUploads } from '../uploads/uploads.ts';
import { erase, removeErased } from './erase.ts';
import { logErasures } from './erasure-log.ts';
import { type OpenIndex, purgeCase, purgeCasePhotos } from './purge-case.ts';

/** What there is of one kind of data whose time is over. */
export interface Expired {
  readonly kind: string;
  /** In words, with the number of days. */
  readonly rule: string;
  /** How long it is kept; null where something else than days decides. */
  readonly days: number | null;
  readonly count: number;
}

/** One line of the schedule. */
interface Rule {
  readonly kind: string;
  readonly rule: string;
  readonly days: number | null;
  /** How many there are. */
  readonly count: (app: Platform) => Promise<number>;
  readonly keep: (app: Platform, openIndex?: OpenIndex) => Promise<number>;
}

/** What would go if the schedule were kept now. The audit log is in no rule: it stays. */
export async function previewRetention(app: Platform, actor: Actor): Promise<Expired[]> {
  requirePermission(actor, 'retention.view');
  const expired: Expired[] = [];
  for (const { kind, rule, days, count } of schedule(app)) expired.push({ kind, rule, days, count: await count(app) });
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
  for (const { kind, rule, days, keep } of schedule(app))
    kept.push({ kind, rule, days, count: await keep(app, openIndex) });
  await sweepBlobs(app);
  await logErasures(app);
  const counts = Object.fromEntries(kept.map(({ kind, count }) => [kind, count]));
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'retention.run', details: counts }));
  return kept;
}

/** A time that the schedule was kept, and how much went of each kind. */
export interface RetentionRun {
  readonly at: Date;
  /** Whether a person asked for it. */
  readonly isByHand: boolean;
  readonly counts: Readonly<Record<string, number>>;
}

/** The last times that the schedule was kept, newest first. */
export async function listRetentionRuns(app: Platform, actor: Actor, limit: number): Promise<RetentionRun[]> {
  requirePermission(actor, 'retention.view');
  const rows = await listAudit(app.db, { action: 'retention.run', limit });
  return rows.map(({ at, actorKind, details }) => ({
    at,
    isByHand: actorKind === 'account',
    counts: z.record(z.string(), z.number()).parse(details),
  }));
}

function schedule({ config: { keepDays } }: Platform): Rule[] {
  const { closedPhotos, spam, contacts, sources, probes, messages, films } = keepDays;
  return [
    purgeRule(
      'closed-cases',
      { rule: 'templates and crops of a closed case, at once', days: 0 },
      listUnpurged,
      purgeCase,
    ),
    purgeRule(
      'closed-photos',
      { rule: `photos of a closed case, after ${closedPhotos} days`, days: closedPhotos },
      (app) => listCasesWithOldPhotos(app.db, daysAgo(app, closedPhotos)),
      purgeCasePhotos,
    ),
    eraseRule('sighting', { rule: `sightings, after their own time; spam after ${spam} days`, days: spam }, (app) =>
      listOldSightings(app.db, app.clock(), daysAgo(app, spam)),
    ),
    eraseRule(
      'sighting-content',
      { rule: `photos of sightings that led to a closed case, after ${closedPhotos} days`, days: closedPhotos },
      (app) => listOldMatchedSightings(app.db, daysAgo(app, closedPhotos)),
    ),
    eraseRule('search-probe', { rule: `photos that staff searched with, after ${probes} days`, days: probes }, (app) =>
      listOldSearches(app.db, daysAgo(app, probes)),
    ),
    eraseRule('watch-source', { rule: `films that were watched, after ${films} days`, days: films }, (app) =>
      listOldFilms(app.db, daysAgo(app, films)),
    ),
    {
      kind: 'uploads',
      rule: 'photos sent ahead of a form that never came, after 1 day',
      days: 1,
      count: async (app) => (await listExpiredUploads(app.db, app.clock())).length,
      keep: dropExpiredUploads,
    },
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

type Said = Pick<Rule, 'rule' | 'days'>;

function purgeRule(
  kind: string,
  said: Said,
  list: (app: Platform) => Promise<string[]>,
  purge: typeof purgeCase,
): Rule {
  return {
    kind,
    ...said,
    count: async (app) => (await list(app)).length,
    keep: async (app, openIndex) => {
      const ids = await list(app);
      for (const id of ids) await purge(app, id, openIndex);
      return ids.length;
    },
  };
}

/** One transaction each, so that no erasure waits for another and a stop in the middle loses nothing. */
function eraseRule(kind: ErasureKind, said: Said, list: (app: Platform) => Promise<string[]>): Rule {
  return {
    kind,
    ...said,
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
    days: days === 0 ? null : days,
    count: (app) => countExpired(app.db, kind, daysAgo(app, days)),
    keep: (app) => inTransaction(app.db, (tx) => expire(tx, kind, daysAgo(app, days))),
  };
}

function entityOf(kind: ErasureKind): string {
  if (kind === 'sighting-content') return 'sighting';
  if (kind === 'watch-source') return 'source';
  return kind.startsWith('case') ? 'case' : kind === 'search-probe' ? 'search' : kind;
}

function daysAgo(app: Platform, days: number): Date {
  return new Date(app.clock().getTime() - days * DAY_MILLISECONDS);
}
