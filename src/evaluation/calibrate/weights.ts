/** The evidence of one pair in impostor deviations, one number a model. */
export interface Evidence {
  readonly z: readonly number[];
  readonly isMated: boolean;
  readonly weight: number;
}

/** Prior of a mate in the loss: a search is about the rare high scores of strangers, not about a fair coin. */
const PRIOR = 0.01;

/** Cross entropy of the prior alone, in nats. */
const PRIOR_COST = -PRIOR * Math.log(PRIOR) - (1 - PRIOR) * Math.log(1 - PRIOR);

/** Newton steps of the logistic regression; it has two parameters and converges in fewer. */
const NEWTON_STEPS = 15;

/** Steps of the search, as shares of the default weight, halved when no direction helps. */
const FIRST_STEP = 0.5;
const LAST_STEP = 0.03;

/**
 * Weights of the models, by coordinate search from the defaults.
 *
 * The loss is prior-weighted logistic regression of the fused score, as a share of what knowing nothing but the prior
 * costs, plus (w/w₀ − 1)² a model over the number of people: with few people the defaults hold, with many the data speak. Weights never go below 0. Their sum is that
 * of the defaults, so that scores keep their size.
 *
 * @param people whom the pairs show: photos of one person are no independent evidence
 * @see N. Brümmer et al., «Fusion of heterogeneous speaker recognition systems», IEEE TASLP 15 (2007)
 */
export function fitWeights(pairs: readonly Evidence[], defaults: readonly number[], people: number): number[] {
  const loss = (weights: readonly number[]) =>
    logisticLoss(pairs, weights) + distance(weights, defaults) / Math.max(1, people);
  let best = [...defaults];
  let least = loss(best);
  for (let step = FIRST_STEP; step >= LAST_STEP; ) {
    const next = neighbours(best, defaults, step)
      .map((weights) => ({ weights, value: loss(weights) }))
      .sort((first, second) => first.value - second.value)[0];
    if (next && next.value < least - 1e-9) {
      best = next.weights;
      least = next.value;
    } else step /= 2;
  }
  const scale = sum(defaults) / sum(best);
  return best.map((weight) => weight * scale);
}

function neighbours(weights: readonly number[], defaults: readonly number[], step: number): number[][] {
  return weights
    .flatMap((_, model) =>
      [step, -step].map((change) =>
        weights.map((weight, index) =>
          index === model ? Math.max(0, weight + change * (defaults[index] ?? 0)) : weight,
        ),
      ),
    )
    .filter((candidate) => sum(candidate) > 0);
}

function distance(weights: readonly number[], defaults: readonly number[]): number {
  return sum(weights.map((weight, index) => (weight / (defaults[index] || 1) - 1) ** 2));
}

/** Least prior-weighted cross entropy of a logistic function of the fused score; 1 is what the prior alone costs. */
function logisticLoss(pairs: readonly Evidence[], weights: readonly number[]): number {
  const scores = Float64Array.from(pairs, ({ z }) =>
    z.reduce((total, value, index) => total + (weights[index] ?? 0) * value, 0),
  );
  const shares = sharesOf(pairs);
  let line: Line = { offset: Math.log(PRIOR / (1 - PRIOR)), slope: 1 / sum(weights) };
  for (let step = 0; step < NEWTON_STEPS; step++) line = newtonStep(pairs, scores, shares, line);
  let loss = 0;
  pairs.forEach(({ isMated }, index) => {
    const margin = line.offset + line.slope * (scores[index] ?? 0);
    loss += (shares[index] ?? 0) * softplus(isMated ? -margin : margin);
  });
  return loss / PRIOR_COST;
}

interface Line {
  readonly offset: number;
  readonly slope: number;
}

function newtonStep(pairs: readonly Evidence[], scores: Float64Array, shares: Float64Array, line: Line): Line {
  // A little of the identity keeps the step finite where the kinds are wholly apart.
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-6];
  pairs.forEach(({ isMated }, index) => {
    const score = scores[index] ?? 0;
    const share = shares[index] ?? 0;
    const chance = 1 / (1 + Math.exp(-(line.offset + line.slope * score)));
    const error = share * (chance - (isMated ? 1 : 0));
    const curve = share * chance * (1 - chance);
    g0 += error;
    g1 += error * score;
    h00 += curve;
    h01 += curve * score;
    h11 += curve * score * score;
  });
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 0)) return line;
  return {
    offset: line.offset - clamp((h11 * g0 - h01 * g1) / determinant),
    slope: line.slope - clamp((h00 * g1 - h01 * g0) / determinant),
  };
}

/** Mated pairs share the prior, the others the rest. */
function sharesOf(pairs: readonly Evidence[]): Float64Array {
  const total = (kind: boolean) => sum(pairs.map(({ isMated, weight }) => (isMated === kind ? weight : 0)));
  const [mated, strangers] = [total(true), total(false)];
  return Float64Array.from(pairs, ({ isMated, weight }) =>
    isMated ? (PRIOR * weight) / mated : ((1 - PRIOR) * weight) / strangers,
  );
}

function softplus(value: number): number {
  return value > 30 ? value : Math.log1p(Math.exp(value));
}

/** Far from the solution a Newton step may overshoot. */
function clamp(step: number): number {
  return Math.max(-2, Math.min(2, step));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
