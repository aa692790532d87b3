import type { Template } from '../core/face.ts';
import { type Calibration, startDeviationOf } from './calibration.ts';
import { type ComparableGallery, compareProbes } from './comparison.ts';
import { AGE_DOMAINS, type AgeDomain, ageDomain } from './domain.ts';
import { highest } from './normalise.ts';
import type { Normaliser } from './normaliser.ts';
import { PEOPLE_FOR_OWN_SEARCHES } from './start.ts';
import { fitTail } from './tail.ts';
import type { PastProbe } from './types.ts';

/** Children searched among the others, at most; so many cosines at most, but some children always. */
const MOST_SEARCHES = 1000;
const MOST_COSINES = 1e7;
const LEAST_SEARCHES = 200;

/** A search for somebody who is not in the gallery. */
interface NonMatedSearch {
  readonly probe: Template;
  readonly person: string;
  /** Index of the child whom the probe shows, left out of the gallery; null when it is nobody of the gallery. */
  readonly leftOut: number | null;
}

/** The calibration for probes of an age domain. */
export type Calibrations = Readonly<Record<AgeDomain, Calibration>>;

/**
 * Search the gallery for people who are not in it, and keep how high their best candidates score.
 *
 * 1. Each child (an even sample in large galleries), by one photo, among the **other** children. They are
 *    normalised like the searches they stand for: with a candidate's cohort where those have one. It is a cohort
 *    of their own kind then, of children, as the others' is of past probes.
 * 2. Past probes whom people have found to be nobody of the gallery, one search a person.
 *
 * Past probes whose identity nobody knows are left out: some may be mated, and a mate's score would make
 * strangers look dangerous.
 *
 * @param openWith the normaliser that given past probes make
 */
export function collectImpostors(
  gallery: ComparableGallery,
  pastProbes: readonly PastProbe[],
  openWith: (pastProbes: readonly PastProbe[]) => Normaliser,
): Calibrations {
  const gallerySize = gallery.rows.children.length;
  const children = childrenAsProbes(gallery);
  const normaliser = openWith(pastProbes);
  const tailOf = (own: readonly PastProbe[]) => fitTail(bestScores(gallery, children, openWith(own)), gallerySize - 1);
  const alone = tailOf([]);
  const withCohort = AGE_DOMAINS.some(normaliser.hasCohort) ? tailOf(children.map(asPastProbe)) : alone;
  return byDomain((domain) => {
    const strangers = strangersOf(pastProbes, domain, new Set(gallery.rows.children));
    const past = fitTail(bestScores(gallery, strangers, normaliser), gallerySize);
    const within = normaliser.hasCohort(domain) ? withCohort : alone;
    return {
      gallerySize,
      faces: gallery.rows.photos.length,
      startDeviation: startDeviationOf(gallery.totalWeight, gallery.trust),
      sources: [
        { tail: within, trust: within.scores.length > 0 ? gallery.trust : 0 },
        { tail: past, trust: Math.min(1, past.scores.length / PEOPLE_FOR_OWN_SEARCHES) },
      ],
    };
  });
}

/** The best score of each search. */
function bestScores(gallery: ComparableGallery, searches: readonly NonMatedSearch[], normaliser: Normaliser): number[] {
  const best: number[] = [];
  let index = 0;
  for (const { children } of compareProbes(
    gallery,
    searches.map(({ probe }) => probe),
  )) {
    const search = searches[index++];
    if (!search) break;
    const { probe, person, leftOut } = search;
    if (leftOut !== null) children[leftOut] = Number.NEGATIVE_INFINITY;
    const scores = normaliser.normalise(children, ageDomain(probe.ageYears), { photo: probe.photo, person });
    best.push(...highest(scores, 1));
  }
  return best;
}

function asPastProbe({ probe, person }: NonMatedSearch): PastProbe {
  return { template: probe, person };
}

/** One photo of each child, not always the first: the turn goes round. */
function childrenAsProbes({ rows }: ComparableGallery): NonMatedSearch[] {
  const affordable = Math.max(LEAST_SEARCHES, Math.min(MOST_SEARCHES, MOST_COSINES / rows.photos.length));
  const step = Math.max(1, rows.children.length / affordable);
  const searches: NonMatedSearch[] = [];
  for (let place = 0; place < rows.children.length; place += step) {
    const child = Math.floor(place);
    const first = rows.starts[child] ?? 0;
    const count = (rows.starts[child + 1] ?? 0) - first;
    const probe = rows.photos[first + (child % Math.max(1, count))];
    if (count > 0 && probe) searches.push({ probe, person: rows.children[child] ?? '', leftOut: child });
  }
  return searches;
}

/** The first probe of each person whom people have found to be nobody of the gallery. */
function strangersOf(
  pastProbes: readonly PastProbe[],
  domain: AgeDomain,
  children: ReadonlySet<string>,
): NonMatedSearch[] {
  const persons = new Map<string, NonMatedSearch>();
  for (const { template, person } of pastProbes) {
    if (!person || children.has(person) || persons.has(person)) continue;
    if (ageDomain(template.ageYears) === domain) persons.set(person, { probe: template, person, leftOut: null });
  }
  return [...persons.values()];
}

function byDomain<Value>(make: (domain: AgeDomain) => Value): Record<AgeDomain, Value> {
  return { child: make('child'), youth: make('youth'), adult: make('adult'), unknown: make('unknown') };
}
