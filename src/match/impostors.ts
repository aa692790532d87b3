import type { Template } from '../core/face.ts';
import { type Calibration, startDeviationOf } from './calibration.ts';
import { type ComparableGallery, compareProbes } from './comparison.ts';
import { AGE_DOMAINS, type AgeDomain, ageDomain } from './domain.ts';
import { highest } from './normalise.ts';
import type { Normaliser } from './normaliser.ts';
import type { PhotoRows } from './rows.ts';
import { PEOPLE_FOR_OWN_SEARCHES } from './start.ts';
import { fitTail } from './tail.ts';
import type { PastProbe } from './types.ts';

/** Children searched among the others, at most; so many cosines at most, but some children always. */
const MOST_SEARCHES = 1000;
const MOST_COSINES = 1e7;
const LEAST_SEARCHES = 200;

/** A search for somebody who is not in the gallery. */
export interface NonMatedSearch {
  readonly probe: Template;
  /** Whom the probe shows; a child of that name is left out of the gallery. */
  readonly person: string;
}

/**
 * Searches for people who are not in the gallery, to learn how high their best candidates score.
 *
 * 1. Each child (an even sample in large galleries), by one photo, among the **other** children.
 * 2. Past probes whom people have found to be nobody of the gallery, one search a person.
 *
 * Past probes whose identity nobody knows are left out: some may be mated, and a mate's score would make
 * strangers look dangerous.
 */
export interface ImpostorPlan {
  readonly children: readonly NonMatedSearch[];
  /** Children who stand for past probes: those searched for, or more where fewer are searched for. */
  readonly cohort: readonly NonMatedSearch[];
  readonly strangers: Readonly<Record<AgeDomain, readonly NonMatedSearch[]>>;
}

/** Best scores of the planned searches. */
export interface ImpostorScores {
  /** Of children, without a candidate's cohort. */
  readonly alone: readonly number[];
  /** Of children with a cohort of their own kind; null where no search has past probes as a cohort. */
  readonly withCohort: readonly number[] | null;
  readonly strangers: Readonly<Record<AgeDomain, readonly number[]>>;
}

/** The calibration for probes of an age domain. */
export type Calibrations = Readonly<Record<AgeDomain, Calibration>>;

/** Plan the searches. @param most children searched for; as many as are affordable in the whole gallery when not given */
export function planImpostors(
  rows: PhotoRows,
  pastProbes: readonly PastProbe[],
  most: number = Number.POSITIVE_INFINITY,
): ImpostorPlan {
  const children = new Set(rows.children);
  const affordable = affordableIn(rows);
  return {
    children: childrenAsProbes(rows, Math.min(most, affordable)),
    cohort: childrenAsProbes(rows, affordable),
    strangers: byDomain((domain) => strangersOf(pastProbes, domain, children)),
  };
}

/**
 * Make the planned searches among a whole gallery.
 *
 * Children are normalised like the searches they stand for: with a candidate's cohort where those have one. It is a
 * cohort of their own kind then, of children, as the others' is of past probes.
 *
 * @param openWith the normaliser that given past probes make
 */
export function collectImpostors(
  gallery: ComparableGallery,
  pastProbes: readonly PastProbe[],
  openWith: (pastProbes: readonly PastProbe[]) => Normaliser,
): Calibrations {
  const plan = planImpostors(gallery.rows, pastProbes);
  const normaliser = openWith(pastProbes);
  const scoresWith = (own: readonly PastProbe[]) => bestScores(gallery, plan.children, openWith(own));
  const hasCohort = AGE_DOMAINS.some(normaliser.hasCohort);
  const scores = {
    alone: scoresWith([]),
    withCohort: hasCohort ? scoresWith(plan.cohort.map(asPastProbe)) : null,
    strangers: byDomain((domain) => bestScores(gallery, plan.strangers[domain], normaliser)),
  };
  const { children, photos } = gallery.rows;
  return calibrationsFrom(scores, gallery, {
    children: children.length,
    faces: photos.length,
    hasCohort: normaliser.hasCohort,
  });
}

/** What the best scores of non-mated searches are worth. */
export function calibrationsFrom(
  scores: ImpostorScores,
  { totalWeight, trust }: Pick<ComparableGallery, 'totalWeight' | 'trust'>,
  deployment: { readonly children: number; readonly faces: number; hasCohort(domain: AgeDomain): boolean },
): Calibrations {
  const { children: gallerySize, faces } = deployment;
  const alone = fitTail(scores.alone, gallerySize - 1);
  const withCohort = scores.withCohort ? fitTail(scores.withCohort, gallerySize - 1) : alone;
  return byDomain((domain) => {
    const past = fitTail(scores.strangers[domain], gallerySize);
    const within = deployment.hasCohort(domain) ? withCohort : alone;
    return {
      gallerySize,
      faces,
      startDeviation: startDeviationOf(totalWeight, trust),
      sources: [
        { tail: within, trust: within.scores.length > 0 ? trust : 0 },
        { tail: past, trust: Math.min(1, past.scores.length / PEOPLE_FOR_OWN_SEARCHES) },
      ],
    };
  });
}

/** The best score of each search; none for a search that could compare nothing. */
export function bestScores(
  gallery: ComparableGallery,
  searches: readonly NonMatedSearch[],
  normaliser: Normaliser,
): number[] {
  const places = new Map(gallery.rows.children.map((child, index) => [child, index]));
  const best: number[] = [];
  let index = 0;
  for (const { children } of compareProbes(
    gallery,
    searches.map(({ probe }) => probe),
  )) {
    const search = searches[index++];
    if (!search) break;
    const { probe, person } = search;
    const own = places.get(person);
    if (own !== undefined) children[own] = Number.NEGATIVE_INFINITY;
    const scores = normaliser.normalise(children, ageDomain(probe.ageYears), { photo: probe.photo, person });
    best.push(...highest(scores, 1));
  }
  return best;
}

/** A search as a past probe for others. */
export function asPastProbe({ probe, person }: NonMatedSearch): PastProbe {
  return { template: probe, person };
}

function affordableIn({ photos }: PhotoRows): number {
  return Math.max(LEAST_SEARCHES, Math.min(MOST_SEARCHES, MOST_COSINES / photos.length));
}

/** One photo of each child, not always the first: the turn goes round. */
function childrenAsProbes(rows: PhotoRows, most: number): NonMatedSearch[] {
  const step = Math.max(1, rows.children.length / most);
  const searches: NonMatedSearch[] = [];
  for (let place = 0; place < rows.children.length; place += step) {
    const child = Math.floor(place);
    const first = rows.starts[child] ?? 0;
    const count = (rows.starts[child + 1] ?? 0) - first;
    const probe = rows.photos[first + (child % Math.max(1, count))];
    if (count > 0 && probe) searches.push({ probe, person: rows.children[child] ?? '' });
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
    if (ageDomain(template.ageYears) === domain) persons.set(person, { probe: template, person });
  }
  return [...persons.values()];
}

/** One value an age domain. */
export function byDomain<Value>(make: (domain: AgeDomain) => Value): Record<AgeDomain, Value> {
  return { child: make('child'), youth: make('youth'), adult: make('adult'), unknown: make('unknown') };
}
