import type { Actor, Role, Scope } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';

/** How far a right goes: nowhere, to what is one's own, to what one's agency owns, to everything. */
export type Reach = 'none' | 'own' | 'agency' | 'any';

/** Who a column of the table stands for; programs of an agency act through scopes instead. */
export type PolicyRole = 'public' | Role | 'system';

/** Whose a thing is, as far as permission depends on it. A case, and all that belongs to one, brings `isProtected`. */
export interface Subject {
  readonly agencyId?: string | null;
  readonly guardianId?: string | null;
  /** The person it is about: of an account, a session, a subscription. */
  readonly accountId?: string | null;
  readonly isProtected?: boolean;
}

type Row = { readonly [role in PolicyRole]?: Exclude<Reach, 'none'> } & {
  /** The scope that an API key needs; without one, no key may. */
  readonly key?: Scope;
};

/**
 * Who may do what. A role that a row does not name may not.
 *
 * Admins run the system and read no case: so they make neither API keys nor webhooks, which would read for them.
 * Auditors read the audit log and nothing else. People alone judge faces: the system has no row there.
 * Protected cases: see `isWithin`. docs/permissions.md shows the whole table.
 */
export const POLICY = {
  'case.create': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:write' },
  'case.list': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:read' },
  'case.view': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:read' },
  // Open cases with publicity on, first name and photo: as anybody sees them.
  'case.view-public': {
    public: 'any',
    guardian: 'any',
    officer: 'any',
    lead: 'any',
    partner: 'any',
    admin: 'any',
    auditor: 'any',
  },
  'case.edit': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:write' },
  'case.open': { officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:write' },
  'case.close': { officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:write' },
  'case.reopen': { lead: 'agency' },
  'case.take-over': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'case.export': { lead: 'agency' },
  'case.relate': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'case.publish': { officer: 'agency', lead: 'agency' },
  'case.protect': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'case.unprotect': { lead: 'agency' },
  'case.assign-guardian': { officer: 'agency', lead: 'agency' },
  'case.purge': { lead: 'agency', system: 'any' },
  'note.list': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency' },
  'note.write': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency' },
  'duplicate.list': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'duplicate.decide': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'certificate.view': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'cases:read' },

  'photo.upload': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'photos:write' },
  'photo.view': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'photos:read' },
  'photo.original': { officer: 'agency', lead: 'agency' },
  'photo.choose-face': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'photos:write' },
  'photo.remove': { guardian: 'own', officer: 'agency', lead: 'agency', partner: 'agency', key: 'photos:write' },

  'sighting.submit': {
    public: 'any',
    guardian: 'any',
    officer: 'any',
    lead: 'any',
    partner: 'any',
    admin: 'any',
    auditor: 'any',
    key: 'sightings:write',
  },
  // With the tracking code, which is the permission.
  'sighting.follow': {
    public: 'any',
    guardian: 'any',
    officer: 'any',
    lead: 'any',
    partner: 'any',
    admin: 'any',
    auditor: 'any',
    key: 'sightings:write',
  },
  // A sighting belongs to no agency: any officer may have to act on it.
  'sighting.list': { officer: 'any', lead: 'any', key: 'sightings:read' },
  'sighting.view': { officer: 'any', lead: 'any', key: 'sightings:read' },
  'sighting.photo-original': { officer: 'any', lead: 'any' },
  'sighting.close': { officer: 'any', lead: 'any' },
  // The subject is the case.
  'sighting.link': { officer: 'agency', lead: 'agency' },

  'watch.view': { officer: 'agency', lead: 'agency' },
  'watch.source-edit': { officer: 'agency', lead: 'agency' },
  // Whoever authorises answers for it by name.
  'watch.authorise': { lead: 'agency' },
  // To stop harms nobody.
  'watch.stop': { officer: 'agency', lead: 'agency' },
  'watch.look': { officer: 'agency', lead: 'agency' },

  'search.ad-hoc': { officer: 'agency', lead: 'agency' },
  'search.view': { officer: 'agency', lead: 'agency' },
  'search.everything': { admin: 'any', system: 'any' },
  'candidate.list': { officer: 'agency', lead: 'agency', partner: 'agency', key: 'candidates:read' },
  'candidate.view': { officer: 'agency', lead: 'agency', partner: 'agency', key: 'candidates:read' },

  'review.list': { officer: 'agency', lead: 'agency' },
  'review.do': { officer: 'agency', lead: 'agency' },
  'review.decide-disagreement': { lead: 'agency' },
  'review.measure': { lead: 'agency' },
  'match.list': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'match.view': { officer: 'agency', lead: 'agency', partner: 'agency' },
  'match.record': { officer: 'agency', lead: 'agency' },
  'match.advance': { officer: 'agency', lead: 'agency' },
  'match.release': { officer: 'agency', lead: 'agency' },

  'alert.list': { officer: 'agency', lead: 'agency' },
  'alert.release-held': { officer: 'agency', lead: 'agency' },
  'alert.preferences': { guardian: 'own', officer: 'own', lead: 'own', partner: 'own' },
  'push.subscribe': { officer: 'own', lead: 'own', partner: 'own' },
  'message.list': { officer: 'agency', lead: 'agency' },
  'message.view': { officer: 'agency', lead: 'agency' },
  'message.retry': { officer: 'agency', lead: 'agency', admin: 'any' },
  // Kinds and states only, so that whoever runs the mail sees that it goes out.
  'message.overview': { admin: 'any' },
  'message.cancel': { officer: 'agency', lead: 'agency' },
  'webhook.manage': { lead: 'agency' },

  'agency.list': { guardian: 'any', officer: 'any', lead: 'any', partner: 'any', admin: 'any', system: 'any' },
  'agency.create': { admin: 'any', system: 'any' },
  'agency.edit': { lead: 'agency', admin: 'any' },
  'account.view': { guardian: 'own', officer: 'own', lead: 'agency', partner: 'own', admin: 'any', auditor: 'own' },
  'account.edit': { guardian: 'own', officer: 'own', lead: 'own', partner: 'own', admin: 'own', auditor: 'own' },
  'account.list': { lead: 'agency', admin: 'any', system: 'any' },
  'account.invite': { lead: 'agency', admin: 'any', system: 'any' },
  'account.enable': { lead: 'agency', admin: 'any', system: 'any' },
  'account.change-role': { admin: 'any' },
  'account.disable': { lead: 'agency', admin: 'any', system: 'any' },
  'account.erase': { guardian: 'own', admin: 'any', system: 'any' },
  'second-factor.set-up': {
    guardian: 'own',
    officer: 'own',
    lead: 'own',
    partner: 'own',
    admin: 'own',
    auditor: 'own',
  },
  'second-factor.reset': { admin: 'any', system: 'any' },
  'session.list': { guardian: 'own', officer: 'own', lead: 'own', partner: 'own', admin: 'any', auditor: 'own' },
  'session.revoke': { guardian: 'own', officer: 'own', lead: 'own', partner: 'own', admin: 'any', auditor: 'own' },
  'key.list': { lead: 'agency', admin: 'any' },
  'key.create': { lead: 'agency' },
  'key.revoke': { lead: 'agency', admin: 'any' },

  'audit.read': { lead: 'agency', auditor: 'any' },
  'audit.verify': { admin: 'any', auditor: 'any', system: 'any' },
  'job.list': { admin: 'any' },
  'job.retry': { admin: 'any', system: 'any' },
  'retention.view': { lead: 'any', admin: 'any', system: 'any' },
  'retention.run': { admin: 'any', system: 'any' },
  'subject-access.export': { guardian: 'own', lead: 'agency', system: 'any' },
  'subject-access.erase': { lead: 'agency', system: 'any' },
  'model.view': { officer: 'any', lead: 'any', admin: 'any', system: 'any' },
  'system.view': { admin: 'any', system: 'any' },
} as const satisfies Record<string, Row>;

/** Everything that needs permission. What has no row in the table does not compile. */
export type Action = keyof typeof POLICY;

/** All that staff may do before their second factor stands. */
const FIRST_ACTIONS: readonly Action[] = ['second-factor.set-up', 'session.revoke'];

/** How far an actor's right to an action goes. Lists are limited by it. */
export function reachOf(actor: Actor, action: Action): Reach {
  const row: Row = POLICY[action];
  switch (actor.kind) {
    case 'public':
      return row.public ?? 'none';
    case 'system':
      return row.system ?? 'none';
    case 'api-key':
      if (!row.key || !actor.scopes.includes(row.key)) return 'none';
      return row.lead === 'any' ? 'any' : 'agency';
    case 'account':
      return mustSetUpSecondFactor(actor, action) ? 'none' : (row[actor.role] ?? 'none');
  }
}

/** Whether an actor may do this to that. For lists and other actions without one subject, see `requireReach`. */
export function can(actor: Actor, action: Action, subject?: Subject): boolean {
  const reach = reachOf(actor, action);
  if (reach === 'none' || !subject) return reach === 'any';
  return isWithin(actor, reach, subject);
}

/**
 * Stop who may not. The subject may be left out only where the right, if there is one, reaches everything.
 *
 * @throws AppError `forbidden` for who may never do this; `not-found` for a subject out of reach, whose existence
 *   must not show. Load with `requireVisible` what a person names by its id: absent and out of reach are one answer.
 */
export function requirePermission(actor: Actor, action: Action, subject?: Subject): void {
  const reach = requireReach(actor, action);
  if (subject ? isWithin(actor, reach, subject) : reach === 'any') return;
  if (!subject) throw new RangeError(`${action} reaches ${reach}: requirePermission needs the subject`);
  throw nothingSuch(action);
}

/** What was found, when it was found and is within reach. @throws AppError as `requirePermission` */
export function requireVisible<S extends Subject>(actor: Actor, action: Action, found: S | null | undefined): S {
  const reach = requireReach(actor, action);
  if (!found || !isWithin(actor, reach, found)) throw nothingSuch(action);
  return found;
}

/** How far a list goes, for who may see one at all. @throws AppError `forbidden`, or `unauthenticated` for the public */
export function requireReach(actor: Actor, action: Action): Exclude<Reach, 'none'> {
  const reach = reachOf(actor, action);
  if (reach !== 'none') return reach;
  throw new AppError(actor.kind === 'public' ? 'unauthenticated' : 'forbidden', whyForbidden(actor, action));
}

/**
 * Whether cases that are protected show up for this actor: to leads of the owning agency alone, and never to the
 * guardian, who may be whom the child fled from.
 */
export function seesProtected(actor: Actor): boolean {
  return actor.kind === 'system' || (actor.kind === 'account' && actor.role === 'lead');
}

function isWithin(actor: Actor, reach: Exclude<Reach, 'none'>, subject: Subject): boolean {
  if (actor.kind === 'system') return true;
  if (subject.isProtected && !(seesProtected(actor) && isSameAgency(actor, subject))) return false;
  switch (reach) {
    case 'any':
      return true;
    case 'agency':
      return isSameAgency(actor, subject);
    case 'own':
      return actor.kind === 'account' && [subject.guardianId, subject.accountId].includes(actor.accountId);
  }
}

function isSameAgency(actor: Actor, { agencyId }: Subject): boolean {
  return (
    (actor.kind === 'account' || actor.kind === 'api-key') && actor.agencyId !== null && actor.agencyId === agencyId
  );
}

function mustSetUpSecondFactor(actor: Actor, action: Action): boolean {
  return actor.kind === 'account' && actor.isSecondFactorMissing === true && !FIRST_ACTIONS.includes(action);
}

function whyForbidden(actor: Actor, action: Action): string {
  if (actor.kind === 'public') return 'Sign in first.';
  if (mustSetUpSecondFactor(actor, action))
    return 'Set up your second factor first: staff sign in with a password and a code from an authenticator app.';
  if (actor.kind === 'api-key') {
    const { key }: Row = POLICY[action];
    return key
      ? `This API key lacks the scope «${key}». Ask your safeguarding lead for one.`
      : 'API keys may not do this.';
  }
  return 'Your role may not do this. Ask the safeguarding lead of your agency.';
}

function nothingSuch(action: Action): AppError {
  return new AppError('not-found', `There is no such ${action.slice(0, action.indexOf('.')).replace('-', ' ')}.`);
}
