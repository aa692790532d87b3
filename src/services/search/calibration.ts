import type { Actor } from '../../core/actor.ts';
import { countSearchOutcomes, listMatedScores, type SearchOutcomes } from '../../db/calibration.ts';
import { inTransaction } from '../../db/database.ts';
import { basisOf, bestStrangerOf, chanceOf, thresholdFor } from '../../match/calibration.ts';
import { AGE_DOMAINS, type AgeDomain } from '../../match/domain.ts';
import type { Calibrations } from '../../match/impostors.ts';
import type { CalibrationBasis } from '../../match/types.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission } from '../policy.ts';

/** What alerts of probes of one age rest on. */
interface DomainView {
  readonly domain: AgeDomain;
  readonly basis: CalibrationBasis;
  /** Searches for strangers that it was learnt from: children among the others, and people found to be nobody here. */
  readonly ownSearches: number;
  /** Score that holds the wanted FPIR; null while there is too little to promise it. */
  readonly threshold: number | null;
  /** While that rests on little, an alert is also the best candidate above this score. */
  readonly bestStranger: number | null;
}

/** How well the deployment's scoring is known, and what it was seen to do. */
export interface CalibrationView {
  readonly wantedFpir: number;
  readonly gallerySize: number;
  readonly faces: number;
  readonly domains: readonly DomainView[];
  readonly outcomes: SearchOutcomes;
  readonly histogram: ScoreHistogram | null;
  /** Error rates at rising thresholds; empty while fewer than LEAST_MATES mates are known. */
  readonly det: readonly { readonly threshold: number; readonly fpir: number; readonly fnir: number }[];
  readonly mates: number;
  readonly strangers: number;
  /** At scores of whole deviations: one search for a stranger in so many gets as far. */
  readonly rarity: readonly { readonly score: number; readonly oneIn: number }[];
}

interface ScoreHistogram {
  readonly from: number;
  readonly to: number;
  /** Shares, which add up to 1 where there is anybody. */
  readonly mated: readonly number[];
  readonly nonMated: readonly number[];
}

/** Fewer mates than this draw a curve that means nothing. */
export const LEAST_MATES = 10;
const MOST_MATES = 2000;
const BINS = 24;
const RARITY_SCORES = [2, 3, 4, 5, 6, 7, 8];

export async function viewCalibration(app: Platform, actor: Actor): Promise<CalibrationView> {
  requirePermission(actor, 'model.view');
  const { scoring } = await app.searching();
  const calibrations = await scoring.calibrations();
  const outcomes = await countSearchOutcomes(app.db);
  const mated = await listMatedScores(app.db, MOST_MATES);
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'model.view', entity: 'calibration' }));
  const { gallerySize, faces } = calibrations.unknown;
  const nonMated = strangerScores(calibrations);
  return {
    wantedFpir: app.config.alertFpir,
    ...{ gallerySize, faces, outcomes, mates: mated.length, strangers: nonMated.length },
    domains: AGE_DOMAINS.map((domain) => domainView(domain, calibrations, app.config.alertFpir)),
    histogram: histogramOf(mated, nonMated),
    det: mated.length < LEAST_MATES ? [] : detOf(mated, nonMated),
    rarity: RARITY_SCORES.map((score) => ({ score, oneIn: 1 / chanceOf(calibrations.unknown, score) })),
  };
}

function domainView(domain: AgeDomain, calibrations: Calibrations, fpir: number): DomainView {
  const calibration = calibrations[domain];
  const threshold = thresholdFor(calibration, fpir);
  return {
    domain,
    basis: basisOf(calibration),
    ownSearches: calibration.sources.reduce((sum, { tail }) => sum + tail.scores.length, 0),
    threshold: Number.isFinite(threshold) ? threshold : null,
    bestStranger: bestStrangerOf(calibration),
  };
}

/** Best scores of searches for strangers: of each child among the others, and of people found to be nobody here. */
function strangerScores(calibrations: Calibrations): number[] {
  const [children] = calibrations.unknown.sources;
  const past = AGE_DOMAINS.flatMap((domain) => [...(calibrations[domain].sources[1]?.tail.scores ?? [])]);
  return [...(children?.tail.scores ?? []), ...past].filter(Number.isFinite);
}

function histogramOf(mated: readonly number[], nonMated: readonly number[]): ScoreHistogram | null {
  const all = [...mated, ...nonMated];
  if (all.length === 0) return null;
  const from = Math.floor(Math.min(...all));
  const to = Math.max(from + 1, Math.ceil(Math.max(...all)));
  const shares = (scores: readonly number[]) => {
    const bins = Array<number>(BINS).fill(0);
    for (const score of scores) {
      const bin = Math.min(BINS - 1, Math.floor((BINS * (score - from)) / (to - from)));
      bins[bin] = (bins[bin] ?? 0) + 1 / scores.length;
    }
    return bins;
  };
  return { from, to, mated: shares(mated), nonMated: shares(nonMated) };
}

/** One point for each score that changes a rate. */
function detOf(mated: readonly number[], nonMated: readonly number[]): CalibrationView['det'] {
  if (nonMated.length === 0) return [];
  const thresholds = [...new Set([...mated, ...nonMated])].sort((a, b) => a - b);
  return thresholds.map((threshold) => ({
    threshold,
    fpir: nonMated.filter((score) => score >= threshold).length / nonMated.length,
    fnir: mated.filter((score) => score < threshold).length / mated.length,
  }));
}
