import type { Embedding, ModelId, Template } from '../core/face.ts';
import { meanVector, normalise } from '../core/vector.ts';

/** Age group whose faces share what the networks see as «a child's face», «an adult's face». */
export type AgeDomain = (typeof AGE_DOMAINS)[number];

export const AGE_DOMAINS = ['child', 'youth', 'adult', 'unknown'] as const;

/** First year of the next domain: child 0-12, youth 13-17, adult from 18. */
const YOUTH_FROM_YEARS = 13;
const ADULT_FROM_YEARS = 18;

/** Faces of a domain that make its mean trustworthy; below, the domain is not centred. */
export const FACES_FOR_CENTRING = 200;

/** The age domain of a face. @param ageYears age when the photo was taken, null when unknown */
export function ageDomain(ageYears: number | null): AgeDomain {
  if (ageYears === null) return 'unknown';
  if (ageYears < YOUTH_FROM_YEARS) return 'child';
  return ageYears < ADULT_FROM_YEARS ? 'youth' : 'adult';
}

/** Names one network in one version; vectors meet only under the same key. */
export function modelKey(embedding: Pick<Embedding, 'model' | 'version'>): string {
  return `${embedding.model}@${embedding.version}`;
}

/** Mean embeddings, by model key and age domain; a missing entry means «do not centre». */
export type DomainMeans = ReadonlyMap<string, Float32Array>;

/**
 * Mean embedding of each age domain with enough faces, for the models that are centred.
 *
 * Faces of one domain share a direction (small chin, large forehead) that says nothing about who they are:
 * the mean of children's faces is 0.3-0.4 long where unrelated directions would cancel out. See docs/scoring.md.
 *
 * @param templates faces of this deployment: gallery and past probes
 * @param models the models to centre; others are left as they are
 */
export function domainMeans(templates: readonly Template[], models: readonly ModelId[]): DomainMeans {
  const groups = new Map<string, Float32Array[]>();
  for (const template of templates) {
    const domain = ageDomain(template.ageYears);
    if (domain === 'unknown') continue;
    for (const embedding of template.embeddings) {
      if (!models.includes(embedding.model)) continue;
      const entry = meanKey(embedding, domain);
      const group = groups.get(entry);
      if (group) group.push(embedding.vector);
      else groups.set(entry, [embedding.vector]);
    }
  }
  return new Map(
    [...groups]
      .filter(([, vectors]) => vectors.length >= FACES_FOR_CENTRING)
      .map(([entry, vectors]) => [entry, meanVector(vectors)]),
  );
}

/**
 * An embedding without its age domain's mean, of unit length again.
 *
 * Unknown age or a domain with too few faces leaves it as it is, whatever happens to the other side of a
 * comparison: with only the children's side centred the gain is nearly whole, because it is the children's
 * mean that is long (measured in docs/scoring.md, «One side centred»).
 */
export function centre(embedding: Embedding, ageYears: number | null, means: DomainMeans): Float32Array {
  const mean = means.get(meanKey(embedding, ageDomain(ageYears)));
  if (!mean) return embedding.vector;
  return normalise(embedding.vector.map((value, index) => value - (mean[index] ?? 0)));
}

/** Names the mean of one network, in one version, of one age domain. */
export function meanKey(embedding: Pick<Embedding, 'model' | 'version'>, domain: AgeDomain): string {
  return `${modelKey(embedding)} ${domain}`;
}
