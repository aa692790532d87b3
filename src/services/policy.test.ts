import { describe, expect, it } from 'vitest';
import type { Actor, Role, Scope } from '../core/actor.ts';
import { AppError } from '../core/errors.ts';
import { type Action, can, POLICY, reachOf, requirePermission, requireVisible, type Subject } from './policy.ts';

/**
 * What is wanted, written out once more and apart from the table: a change of the table must be meant.
 *
 * Columns: public guardian officer lead partner admin auditor system, then the scope of API keys.
 * - nothing, o own, g agency, a any
 */
const WANTED = {
  'case.create': '- o g g g - - - cases:write',
  'case.list': '- o g g g - - - cases:read',
  'case.view': '- o g g g - - - cases:read',
  'case.view-public': 'a a a a a a a - -',
  'case.edit': '- o g g g - - - cases:write',
  'case.open': '- - g g g - - - cases:write',
  'case.close': '- - g g g - - - cases:write',
  'case.reopen': '- - - g - - - - -',
  'case.take-over': '- - g g g - - - -',
  'case.export': '- - - g - - - - -',
  'case.relate': '- - g g g - - - -',
  'case.publish': '- - g g - - - - -',
  'case.protect': '- - g g g - - - -',
  'case.unprotect': '- - - g - - - - -',
  'case.assign-guardian': '- - g g - - - - -',
  'case.purge': '- - - g - - - a -',
  'note.list': '- o g g g - - - -',
  'note.write': '- o g g g - - - -',
  'duplicate.list': '- - g g g - - - -',
  'duplicate.decide': '- - g g g - - - -',
  'certificate.view': '- o g g g - - - cases:read',
  'photo.upload': '- o g g g - - - photos:write',
  'photo.view': '- o g g g - - - photos:read',
  'photo.original': '- - g g - - - - -',
  'photo.choose-face': '- o g g g - - - photos:write',
  'photo.remove': '- o g g g - - - photos:write',
  'sighting.submit': 'a a a a a a a - sightings:write',
  'sighting.follow': 'a a a a a a a - sightings:write',
  'sighting.list': '- - a a - - - - sightings:read',
  'sighting.view': '- - a a - - - - sightings:read',
  'sighting.photo-original': '- - a a - - - - -',
  'sighting.close': '- - a a - - - - -',
  'sighting.link': '- - g g - - - - -',
  'watch.view': '- - g g - - - - -',
  'watch.source-edit': '- - g g - - - - -',
  'watch.authorise': '- - - g - - - - -',
  'watch.stop': '- - g g - - - - -',
  'watch.look': '- - g g - - - - -',
  'search.ad-hoc': '- - g g - - - - -',
  'search.view': '- - g g - - - - -',
  'search.everything': '- - - - - a - a -',
  'candidate.list': '- - g g g - - - candidates:read',
  'candidate.view': '- - g g g - - - candidates:read',
  'review.list': '- - g g - - - - -',
  'review.do': '- - g g - - - - -',
  'review.decide-disagreement': '- - - g - - - - -',
  'review.measure': '- - - g - - - - -',
  'match.list': '- - g g g - - - -',
  'match.view': '- - g g g - - - -',
  'match.record': '- - g g - - - - -',
  'match.advance': '- - g g - - - - -',
  'match.release': '- - g g - - - - -',
  'alert.list': '- - g g - - - - -',
  'alert.release-held': '- - g g - - - - -',
  'alert.preferences': '- o o o o - - - -',
  'push.subscribe': '- - o o o - - - -',
  'message.list': '- - g g - - - - -',
  'message.view': '- - g g - - - - -',
  'message.retry': '- - g g - a - - -',
  'message.overview': '- - - - - a - - -',
  'message.cancel': '- - g g - - - - -',
  'webhook.manage': '- - - g - - - - -',
  'agency.list': '- a a a a a - a -',
  'agency.create': '- - - - - a - a -',
  'agency.edit': '- - - g - a - - -',
  'account.view': '- o o g o a o - -',
  'account.edit': '- o o o o o o - -',
  'account.list': '- - - g - a - a -',
  'account.invite': '- - - g - a - a -',
  'account.enable': '- - - g - a - a -',
  'account.change-role': '- - - - - a - - -',
  'account.disable': '- - - g - a - a -',
  'account.erase': '- o - - - a - a -',
  'second-factor.set-up': '- o o o o o o - -',
  'second-factor.reset': '- - - - - a - a -',
  'session.list': '- o o o o a o - -',
  'session.revoke': '- o o o o a o - -',
  'key.list': '- - - g - a - - -',
  'key.create': '- - - g - - - - -',
  'key.revoke': '- - - g - a - - -',
  'audit.read': '- - - g - - a - -',
  'audit.verify': '- - - - - a a a -',
  'job.list': '- - - - - a - - -',
  'job.retry': '- - - - - a - a -',
  'retention.view': '- - - a - a - a -',
  'retention.run': '- - - - - a - a -',
  'subject-access.export': '- o - g - - - a -',
  'subject-access.erase': '- - - g - - - a -',
  'model.view': '- - a a - a - a -',
  'system.view': '- - - - - a - a -',
} as const satisfies Record<Action, string>;

const ACTIONS = Object.keys(POLICY) as Action[];
const HUMANS = ['guardian', 'officer', 'lead', 'partner', 'admin', 'auditor'] as const satisfies readonly Role[];
const ROLES = ['public', ...HUMANS, 'system'] as const;
const SCOPES: readonly Scope[] = [
  ...(['cases:read', 'cases:write', 'photos:read', 'photos:write'] as const),
  ...(['sightings:read', 'sightings:write', 'candidates:read'] as const),
];

const ME = 'me';
const MINE = 'my agency';
const agencyOf = (role: Role) => (role === 'guardian' || role === 'admin' || role === 'auditor' ? null : MINE);

function actorOf(role: (typeof ROLES)[number]): Actor {
  if (role === 'public' || role === 'system') return { kind: role };
  return { kind: 'account', accountId: ME, role, agencyId: agencyOf(role) };
}

const SUBJECTS = {
  own: { agencyId: 'their agency', guardianId: ME, accountId: ME },
  colleague: { agencyId: MINE, guardianId: 'a parent', accountId: 'a colleague' },
  stranger: { agencyId: 'their agency', guardianId: 'a parent', accountId: 'a stranger' },
  homeless: { agencyId: null, guardianId: null, accountId: null },
} as const satisfies Record<string, Subject>;
type Ownership = keyof typeof SUBJECTS;

/** Which subjects a letter of the table lets an actor reach. */
const REACHED: Readonly<Record<string, readonly Ownership[]>> = {
  '-': [],
  o: ['own'],
  g: ['colleague'],
  a: ['own', 'colleague', 'stranger', 'homeless'],
};

const wantedFor = (action: Action, column: number) => WANTED[action].split(' ')[column] ?? '';

/** Every subject there can be: whose it is, and whether its case is protected. */
const CASES = (Object.keys(SUBJECTS) as Ownership[]).flatMap((ownership) =>
  [false, true].map((isProtected) => ({ ownership, isProtected, subject: { ...SUBJECTS[ownership], isProtected } })),
);

function isWanted(letter: string, role: string, { ownership, isProtected }: (typeof CASES)[number]): boolean {
  const reached = (REACHED[letter] ?? []).includes(ownership);
  if (!isProtected || role === 'system') return reached;
  // A protected case is there for the leads of its agency, where they have the right at all.
  return reached && role === 'lead' && ownership === 'colleague';
}

const outcome = (work: () => unknown): string => {
  try {
    work();
    return 'yes';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

it('has the same rows as what is wanted', () => {
  expect(ACTIONS).toEqual(Object.keys(WANTED));
});

it('does as wanted for every action, role, ownership and protection', () => {
  const checks = ACTIONS.flatMap((action) =>
    ROLES.flatMap((role, column) => CASES.map((each) => ({ action, role, letter: wantedFor(action, column), each }))),
  );
  expect(checks).toHaveLength(ACTIONS.length * 64);
  for (const { action, role, letter, each } of checks) {
    const [actor, wanted] = [actorOf(role), isWanted(letter, role, each)];
    const never = role === 'public' ? 'unauthenticated' : 'forbidden';
    const answer = wanted ? 'yes' : letter === '-' ? never : 'not-found';
    const where = `${action} ${role} ${each.ownership} ${each.isProtected}`;
    expect(can(actor, action, each.subject), where).toBe(wanted);
    expect(
      outcome(() => requirePermission(actor, action, each.subject)),
      where,
    ).toBe(answer);
    expect(
      outcome(() => requireVisible(actor, action, each.subject)),
      where,
    ).toBe(answer);
  }
});

it('gives an API key what one scope opens, for its agency, and never a protected case', () => {
  const checks = ACTIONS.flatMap((action) => SCOPES.flatMap((scope) => CASES.map((each) => ({ action, scope, each }))));
  for (const { action, scope, each } of checks) {
    const actor: Actor = { kind: 'api-key', keyId: 'key', agencyId: MINE, scopes: [scope] };
    const reached = wantedFor(action, 3) === 'a' || each.ownership === 'colleague';
    const wanted = wantedFor(action, 8) === scope && reached && !each.isProtected;
    expect(can(actor, action, each.subject), `${action} ${scope} ${each.ownership}`).toBe(wanted);
  }
  const none: Actor = { kind: 'api-key', keyId: 'key', agencyId: MINE, scopes: [] };
  expect(ACTIONS.filter((action) => reachOf(none, action) !== 'none')).toEqual([]);
});

describe('whatever the table says', () => {
  const actionsOf = (role: (typeof ROLES)[number]) =>
    ACTIONS.filter((action) => reachOf(actorOf(role), action) !== 'none');

  it('admins and auditors reach nothing of a case but what everybody sees', () => {
    const ofCases =
      /^(case|photo|note|duplicate|candidate|review|match|search\.(ad-hoc|view)|certificate|webhook|message\.(list|view)|key\.create)/;
    for (const role of ['admin', 'auditor'] as const)
      expect(actionsOf(role).filter((action) => ofCases.test(action))).toEqual(['case.view-public']);
  });

  it('what the public may do, all people may', () => {
    for (const role of HUMANS) expect(actionsOf(role)).toEqual(expect.arrayContaining(actionsOf('public')));
  });

  it('a lead may all that an officer of the agency may', () => {
    expect(actionsOf('lead')).toEqual(expect.arrayContaining(actionsOf('officer')));
  });

  it('no machine judges a face', () => {
    for (const actor of [actorOf('system'), { kind: 'api-key', keyId: 'k', agencyId: MINE, scopes: SCOPES } as const])
      expect(ACTIONS.filter((action) => /^(review|match)\./.test(action) && reachOf(actor, action) !== 'none')).toEqual(
        [],
      );
  });

  it('staff without second factor may only set it up and sign out', () => {
    for (const role of HUMANS.filter((each) => each !== 'guardian')) {
      const actor: Actor = {
        kind: 'account',
        accountId: ME,
        role,
        agencyId: agencyOf(role),
        isSecondFactorMissing: true,
      };
      const allowed = ACTIONS.filter((action) => reachOf(actor, action) !== 'none');
      expect(allowed).toEqual(['second-factor.set-up', 'session.revoke']);
      expect(() => requirePermission(actor, 'agency.list')).toThrow(/second factor/);
    }
  });
});

it('answers absent and out of reach alike, to the letter', () => {
  const officer = actorOf('officer');
  const messageOf = (found: Subject | undefined) => {
    try {
      return requireVisible(officer, 'case.view', found);
    } catch (error) {
      return error instanceof AppError ? [error.code, error.message] : error;
    }
  };
  const absent = messageOf(undefined);
  expect(absent).toEqual(['not-found', 'There is no such case.']);
  expect(messageOf(SUBJECTS.stranger)).toEqual(absent);
  expect(messageOf({ ...SUBJECTS.colleague, isProtected: true })).toEqual(absent);
});

it('refuses to guess when the subject is missing', () => {
  expect(() => requirePermission(actorOf('officer'), 'case.view')).toThrow(RangeError);
  expect(can(actorOf('officer'), 'case.view')).toBe(false);
});
