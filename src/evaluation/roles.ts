import { posix } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { RosterChild, RosterPhoto } from '../services/folders/roster.ts';

/** Which photos are enrolled and which are searched with, as asked for on the command line. */
export interface RoleOptions {
  /** Pattern of the photos to enrol; see {@link matchesPattern}. */
  readonly enrol?: string;
  /** Pattern of the photos to search with. */
  readonly probePattern?: string;
}

/** One person, with the photos by what they are used for. */
export interface Person extends RosterChild {
  readonly references: readonly RosterPhoto[];
  readonly probes: readonly RosterPhoto[];
}

/** The photos of everybody, with the two kinds in words for the report. */
export interface Roles {
  readonly enrolled: string;
  readonly probes: string;
  readonly people: readonly Person[];
  /** Whether enrolling the probes and searching with the references says something too. */
  readonly reversible: boolean;
}

/**
 * Say of each photo whether it is enrolled, searched with, or left out.
 *
 * Without options: photos in `y` subfolders are enrolled and the others searched with; without such subfolders the
 * first photo of each person is enrolled and the rest searched with.
 *
 * @throws AppError `invalid` when a pattern matches nothing, or nobody is left with a photo of each kind
 */
export function assignRoles(children: readonly RosterChild[], options: RoleOptions): Roles {
  const { enrolled, probes, isReference, isProbe, reversible } = ruleOf(children, options);
  const people = children.map((child) => ({
    ...child,
    references: child.photos.filter(isReference),
    probes: child.photos.filter((photo) => !isReference(photo) && isProbe(photo)),
  }));
  checkPatterns(people, options);
  if (!people.some(({ references, probes: others }) => references.length > 0 && others.length > 0))
    throw new AppError(
      'invalid',
      `Nobody has a photo to enrol (${enrolled}) and another to search with (${probes}). An evaluation needs people with two photos or more.`,
    );
  return { enrolled, probes, people, reversible };
}

/**
 * Does a photo match a pattern?
 *
 * `y/` means «inside a subfolder y», `earlier-*` (with `*`, `?`, `[…]` or `{…}`) a file name or a path inside the
 * person's folder, anything else a part of that path. A leading `!` turns the meaning round.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  if (pattern.startsWith('!')) return !matchesPattern(pattern.slice(1), name);
  if (pattern.endsWith('/')) return `/${posix.dirname(name)}/`.includes(`/${pattern}`);
  if (!/[*?[{]/.test(pattern)) return name.includes(pattern);
  return posix.matchesGlob(pattern.includes('/') ? name : posix.basename(name), pattern);
}

type Test = (photo: RosterPhoto) => boolean;
interface Rule extends Omit<Roles, 'people'> {
  readonly isReference: Test;
  readonly isProbe: Test;
}

function ruleOf(children: readonly RosterChild[], { enrol, probePattern }: RoleOptions): Rule {
  const matching =
    (pattern: string): Test =>
    (photo) =>
      matchesPattern(pattern, photo.name);
  const rest = { probes: 'the other photos', isProbe: () => true, reversible: true };
  const probes = probePattern && { probes: inWords(probePattern), isProbe: matching(probePattern), reversible: true };
  if (enrol) return { enrolled: inWords(enrol), isReference: matching(enrol), ...(probes || rest) };
  if (probes) return { enrolled: 'the other photos', isReference: (photo) => !probes.isProbe(photo), ...probes };
  if (children.some(({ photos }) => photos.some(({ young }) => young)))
    return { enrolled: inWords('y/'), isReference: ({ young }) => young, ...rest };
  const first = new Set(children.flatMap(({ photos }) => photos[0] ?? []));
  return { ...rest, enrolled: 'the first photo of each', isReference: (photo) => first.has(photo), reversible: false };
}

function inWords(pattern: string): string {
  if (pattern === 'y/') return 'photos taken young (y/)';
  if (pattern === '!y/') return 'photos taken later (not in y/)';
  return `photos «${pattern}»`;
}

function checkPatterns(people: readonly Person[], { enrol, probePattern }: RoleOptions): void {
  const nothing = (pattern: string) =>
    new AppError('invalid', `No photo matches «${pattern}». A pattern looks like «y/», «earlier-*» or «2019».`);
  if (enrol && people.every(({ references }) => references.length === 0)) throw nothing(enrol);
  if (probePattern && people.every(({ probes }) => probes.length === 0)) throw nothing(probePattern);
}
