import type { Actor } from '../core/actor.ts';
import { AppError, messageOf } from '../core/errors.ts';
import { findCase } from '../db/cases.ts';
import { followLive, type LiveNote, notifyLive } from '../db/live.ts';
import type { Platform } from '../platform.ts';
import { requireAccount } from './accounts/actor.ts';
import type { Listener, Live } from './live-contract.ts';
import { LIVE_TOPICS, type LiveTopic } from './live-topics.ts';
import { can, reachOf, requireReach } from './policy.ts';

/** What somebody who listens is told: which lists changed, or that they must ask anew. */
export type LiveEvent =
  | { readonly kind: 'changed'; readonly topics: readonly LiveTopic[] }
  | { readonly kind: 'ended' };

const EPOCH = new Date(0);

/** Tabs of one person that listen at once. Those out of sight do not. */
const MOST_OF_ACCOUNT = 8;

export interface Subscription {
  readonly topics: readonly LiveTopic[];
  readonly sessionId: string | null;
  /** When the lists were read: what changed since is told at once. */
  readonly since: Date;
  readonly tell: (event: LiveEvent) => void;
}

/**
 * Tell of changes in lists that the actor may see, until the returned function is called or `ended` is told.
 *
 * @throws AppError `forbidden` when they may see none of them, `too-many` when they listen too often already
 */
export function subscribe(app: Platform, actor: Actor, { topics, sessionId, since, tell }: Subscription): () => void {
  const [first] = topics;
  if (!first) throw new AppError('invalid', 'Say what to listen to: topics=sightings,cases.');
  const allowed = topics.filter((topic) => reachOf(actor, LIVE_TOPICS[topic]) !== 'none');
  if (allowed.length === 0) requireReach(actor, LIVE_TOPICS[first]);
  const { accountId } = requireAccount(actor);
  if (app.live.count(accountId) >= MOST_OF_ACCOUNT)
    throw new AppError('too-many', 'You have Homeward open in many windows. Close some of them.');
  const end = () => tell({ kind: 'ended' });
  const hear = async (note: LiveNote | null) => {
    if (note === null) return tell({ kind: 'changed', topics: allowed });
    if (note.ended !== null && (note.ended === accountId || note.ended === sessionId)) return end();
    const changed = allowed.filter((topic) => note.topics.includes(topic));
    const heard: LiveTopic[] = [];
    for (const topic of changed) if (await concerns(app, actor, topic, note)) heard.push(topic);
    if (heard.length > 0) tell({ kind: 'changed', topics: heard });
  };
  const stop = app.live.listen({
    accountId,
    end,
    hear: (note) => void hear(note).catch((error: unknown) => app.log.warn({ error: messageOf(error) }, 'note lost')),
  });
  if (app.live.hasChanged(allowed, since)) tell({ kind: 'changed', topics: allowed });
  return stop;
}

/** What the public and jobs do may concern every agency; a guardian hears of their own case alone. */
async function concerns(app: Platform, actor: Actor, topic: LiveTopic, note: LiveNote): Promise<boolean> {
  switch (reachOf(actor, LIVE_TOPICS[topic])) {
    case 'any':
      return true;
    case 'agency':
      return note.agencyId === null || ('agencyId' in actor && actor.agencyId === note.agencyId);
    case 'own': {
      const file = note.caseId === null ? undefined : await findCase(app.db, note.caseId);
      return file !== undefined && can(actor, 'case.view', file);
    }
    case 'none':
      return false;
  }
}

interface LiveOptions {
  readonly databaseUrl: string;
  readonly clock: () => Date;
  readonly onError: (error: unknown) => void;
}

/** For what changes a list and is not audited. */
export function tellOfChange(app: Platform, topic: LiveTopic): Promise<void> {
  return notifyLive(app.db, { topics: [topic], agencyId: null, caseId: null, ended: null });
}

/** The connection is made when the first one listens. */
export function openLive({ clock, ...options }: LiveOptions): Live {
  const listeners = new Set<Listener>();
  const lastChange = new Map<string, Date>();
  let following: { close(): Promise<void> } | null = null;
  const tellAll = (note: LiveNote | null) => {
    for (const topic of note?.topics ?? []) lastChange.set(topic, clock());
    for (const listener of listeners) listener.hear(note);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      following ??= followLive({ ...options, onNote: tellAll });
      return () => void listeners.delete(listener);
    },
    count: (accountId) => [...listeners].filter((listener) => listener.accountId === accountId).length,
    hasChanged: (topics, since) => topics.some((topic) => (lastChange.get(topic) ?? EPOCH) > since),
    async close() {
      for (const listener of listeners) listener.end();
      listeners.clear();
      const open = following;
      following = null;
      await open?.close();
    },
  };
}
