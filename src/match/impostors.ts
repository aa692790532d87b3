import type { Template } from '../core/face.ts';
import type { Calibration } from './calibration.ts';
import { AGE_DOMAINS, type AgeDomain, ageDomain } from './domain.ts';
import { highest } from './normalise.ts';
import type { Normaliser } from './normaliser.ts';
import { type ComparableGallery, compareProbes } from './raw-scores.ts';
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
 * 1. Each child (an even sample in large galleries), by one photo, among the **other** children.
 * 2. Past probes whom people have found to be nobody of the gallery, one search a person.
 *
 * Past probes whose identity nobody knows are left out: some may be mated, and a mate's score would make
 * strangers look dangerous.
 *
 * @param trust 0 … 1, how much the gallery's own searches count against the start values
 */
export function collectImpostors(
  gallery: ComparableGallery,
  normaliser: Normaliser,
  { pastProbes, trust }: { pastProbes: readonly PastProbe[]; trust: number },
): Calibrations {
  const { rows, totalWeight } = gallery;
  const gallerySize = rows.children.length;
  const within = bestScores(gallery, normaliser, childrenAsProbes(gallery));
  const calibrate = (domain: AgeDomain): Calibration => {
    const past = bestScores(gallery, normaliser, strangersOf(pastProbes, domain, new Set(rows.children)))[domain];
    return {
      gallerySize,
      faces: rows.photos.length,
      totalWeight,
      sources: [
        { tail: fitTail(within[domain], gallerySize - 1), trust: within[domain].length > 0 ? trust : 0 },
        { tail: fitTail(past, gallerySize), trust: Math.min(1, past.length / PEOPLE_FOR_OWN_SEARCHES) },
      ],
    };
  };
  return byDomain(calibrate);
}

/** The best score of each search, as the cohort of each domain normalises it. */
function bestScores(
  gallery: ComparableGallery,
  normaliser: Normaliser,
  searches: readonly NonMatedSearch[],
): Record<AgeDomain, number[]> {
  const best = byDomain((): number[] => []);
  let index = 0;
  for (const { children } of compareProbes(
    gallery,
    searches.map(({ probe }) => probe),
  )) {
    const search = searches[index++];
    if (!search) break;
    if (search.leftOut !== null) children[search.leftOut] = Number.NEGATIVE_INFINITY;
    for (const domain of AGE_DOMAINS)
      best[domain].push(
        ...highest(normaliser.normalise(children, domain, { photo: search.probe.photo, person: search.person }), 1),
      );
  }
  return best;
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
