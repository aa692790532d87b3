import { createHash } from 'node:crypto';
import type { Identity } from './protocol.ts';
import type { EvaluationResult } from './result.ts';

/** What is counted while the photos are read. Names are `person/photo`. */
export interface Tally {
  photos: number;
  readonly unreadable: string[];
  readonly withoutFace: string[];
  readonly withSeveralFaces: string[];
  /** Second copies of a photo in one person's folder. */
  readonly copies: string[];
  /** Photos that lie in the folders of two people. */
  readonly shared: string[];
  /** Whose a photo is, by its digest. */
  readonly owners: Map<string, string>;
}

export function newTally(): Tally {
  return {
    photos: 0,
    unreadable: [],
    withoutFace: [],
    withSeveralFaces: [],
    copies: [],
    shared: [],
    owners: new Map(),
  };
}

/**
 * Note a photo by the digest of its file.
 *
 * @returns false for a second copy in one folder: it is to be left out, since a probe that is enrolled too finds itself
 */
export function isFirstCopy(tally: Tally, person: string, name: string, sha256: string): boolean {
  const owner = tally.owners.get(sha256);
  if (owner === undefined) tally.owners.set(sha256, person);
  else if (owner === person) tally.copies.push(name);
  else tally.shared.push(`${name} (also in ${owner})`);
  return owner !== person;
}

/** The counts as the result holds them. */
export function dataOf(tally: Tally, identities: readonly Identity[]): EvaluationResult['data'] {
  const samples = identities.flatMap(({ references, probes }) => [...references, ...probes]);
  return {
    identities: identities.length,
    photos: tally.photos,
    sha256: createHash('sha256')
      .update([...tally.owners.keys()].sort().join('\n'))
      .digest('hex'),
    unreadable: tally.unreadable.length,
    withoutFace: tally.withoutFace.length,
    withSeveralFaces: tally.withSeveralFaces.length,
    withAge: samples.filter(({ ageYears }) => typeof ageYears === 'number').length,
    withSex: identities.filter(({ sex }) => sex).length,
    withGroup: identities.filter(({ group }) => group).length,
  };
}

/** What in the photos limits the numbers, in sentences for people. */
export function photoWarnings(tally: Tally): string[] {
  const told: [names: readonly string[], what: string][] = [
    [tally.unreadable, 'could not be read; their searches count as misses'],
    [tally.withoutFace, 'show no face that was accepted; their searches count as misses'],
    [tally.withSeveralFaces, 'show several faces, and nobody said which one is meant: the largest was taken'],
    [tally.copies, 'are copies inside one folder and were left out'],
    [tally.shared, 'lie in the folders of two people: one of the two is wrong, and so are some numbers'],
  ];
  return told.flatMap(([names, what]) => {
    const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '');
    return names.length > 0 ? [`${names.length} of ${tally.photos} photos ${what}: ${some}.`] : [];
  });
}
