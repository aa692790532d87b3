import type { TextKey } from '../../../adapters/texts.ts';

/** What happened, in words, by the action's name in the log. */
const EVENTS: Readonly<Record<string, TextKey>> = {
  'case.create': 'cases.event-create',
  'case.edit': 'cases.event-edit',
  'case.open': 'cases.event-open',
  'case.resolve': 'cases.event-resolve',
  'case.withdraw': 'cases.event-withdraw',
  'case.reopen': 'cases.event-reopen',
  'case.take-over': 'cases.event-take-over',
  'case.assign-guardian': 'cases.event-guardian',
  'case.publish': 'cases.event-publish',
  'case.unpublish': 'cases.event-unpublish',
  'case.protect': 'cases.event-protect',
  'case.unprotect': 'cases.event-unprotect',
  'case.purge': 'cases.event-purge',
  'case.purge-photos': 'cases.event-purge-photos',
  'certificate.issue': 'cases.event-certificate',
  'sighting.link': 'cases.event-link',
  'sighting.unlink': 'cases.event-unlink',
  'photo.upload': 'cases.event-photo',
  'photo.analyse': 'cases.event-photo-analysed',
  'photo.refuse': 'cases.event-photo-refused',
  'photo.date': 'cases.event-photo-dated',
  'photo.choose-face': 'cases.event-face',
  'photo.remove': 'cases.event-photo-removed',
  'match.record': 'cases.event-match',
  'match.advance': 'cases.event-match-step',
  'match.release': 'cases.event-match-released',
  'case.view': 'cases.event-view',
  'case.view-public': 'cases.event-view-public',
  'case.export': 'cases.event-export',
  'photo.view': 'cases.event-photo-view',
  'photo.list': 'cases.event-photo-view',
  'photo.original': 'cases.event-original',
  'candidate.list': 'cases.event-candidates',
  'certificate.view': 'cases.event-certificate-view',
  'match.view': 'cases.event-match-view',
};

export function eventText(action: string): TextKey {
  return EVENTS[action] ?? 'cases.event-other';
}
