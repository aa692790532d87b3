import type { Action } from './policy.ts';

/** What lists are about, and whom each is told to: those who may see the list. */
export const LIVE_TOPICS = {
  sightings: 'sighting.list',
  candidates: 'candidate.list',
  reviews: 'review.list',
  matches: 'match.list',
  cases: 'case.list',
  messages: 'note.list',
  jobs: 'job.list',
  watch: 'watch.view',
} as const satisfies Record<string, Action>;

export type LiveTopic = keyof typeof LIVE_TOPICS;

const SIGHTINGS = ['sightings'] as const;
const CASES = ['cases'] as const;
const PHOTOS = ['sightings', 'cases', 'candidates'] as const;
const MESSAGES = ['messages'] as const;
const REVIEWS = ['reviews'] as const;
const WATCH = ['watch'] as const;
const MATCHES = ['matches', 'cases'] as const;

/** Which lists an action of the audit log changes. Views are not here: a list that told of its own views never rests. */
const CHANGES: Readonly<Record<string, readonly LiveTopic[]>> = {
  'sighting.submit': SIGHTINGS,
  'sighting.add': SIGHTINGS,
  'sighting.withdraw-contact': SIGHTINGS,
  'sighting.close': SIGHTINGS,
  'sighting.erase': SIGHTINGS,
  'sighting.link': ['sightings', 'cases'],
  'sighting.unlink': ['sightings', 'cases'],
  'photo.analyse': PHOTOS,
  'photo.refuse': PHOTOS,
  'photo.choose-face': PHOTOS,
  'photo.upload': CASES,
  'photo.date': CASES,
  'photo.remove': CASES,
  'watch.add-source': WATCH,
  'watch.edit-source': WATCH,
  'watch-source.erase': WATCH,
  'watch.authorise': WATCH,
  'watch.stop': WATCH,
  // Their agency is told beside this: the log has them in nobody's name.
  'watch.hit': SIGHTINGS,
  'search.run': ['candidates', 'sightings', 'reviews', 'cases'],
  'search.ad-hoc': ['candidates'],
  'review.take': REVIEWS,
  'review.give-back': REVIEWS,
  'review.judge': REVIEWS,
  'review.decide': ['reviews', 'candidates', 'matches', 'cases'],
  'match.record': MATCHES,
  'match.advance': MATCHES,
  'match.release': MATCHES,
  'case.create': CASES,
  'case.edit': CASES,
  'case.open': CASES,
  'case.close': CASES,
  'case.resolve': CASES,
  'case.withdraw': CASES,
  'case.reopen': CASES,
  'case.take-over': CASES,
  'case.assign-guardian': CASES,
  'case.relate': CASES,
  'case.unrelate': CASES,
  'case.publish': CASES,
  'case.unpublish': CASES,
  'case.protect': CASES,
  'case.unprotect': CASES,
  'case.purge': CASES,
  'case.purge-photos': CASES,
  'certificate.issue': CASES,
  'duplicate.propose': CASES,
  'duplicate.decide': CASES,
  'note.write': ['messages', 'cases'],
  'alert.raise': ['messages', 'candidates'],
  'alert.release-held': MESSAGES,
  'message.retry': MESSAGES,
  'message.cancel': MESSAGES,
  'job.retry': ['jobs'],
};

export function topicsOf(action: string): readonly LiveTopic[] {
  return CHANGES[action] ?? [];
}

/** After these, whoever listens as this account or in this session must show again that they may. */
const ENDING: ReadonlySet<string> = new Set([
  'session.end',
  'session.revoke',
  'account.disable',
  'account.change-role',
  'account.change-password',
  'account.erase',
  'second-factor.reset',
  'second-factor.disable',
]);

export function endsListening(action: string): boolean {
  return ENDING.has(action);
}
