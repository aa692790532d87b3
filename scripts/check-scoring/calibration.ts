import type { Template } from '../../src/core/face.ts';
import type { Identity } from '../../src/evaluation/protocol.ts';
import { seededRandom, shuffled } from '../../src/evaluation/random.ts';
import { buildGalleryScorer } from '../../src/match/scorer.ts';
import type { GalleryScorer, PastProbe, Reference } from '../../src/match/types.ts';
import { type CheckTrial, dealTrials, referenceOf, templatesOf } from './protocol.ts';

const WANTED = [0.01, 0.1];
const SMALL_GALLERIES = [1, 2, 5, 10, 20, 50, 100, 200];
/** Small galleries dealt of each size, and people searched for in each who are not enrolled. */
const SMALL_ROUNDS = 16;
const STRANGERS_A_ROUND = 200;

/** Probes of one search set: whether each is enrolled, and as whom. */
interface Searches {
  readonly mated: readonly { probe: Template; child: string }[];
  readonly strangers: readonly Template[];
}

/** What thresholds asked for as an FPIR really gave: `returned` of the strangers, `found` of the mates. */
interface Kept {
  strangers: number;
  returned: number;
  mated: number;
  found: number;
}

/**
 * Print whether the calibration keeps its promise: of the searches for strangers at most the wanted share may
 * return anybody.
 */
export function checkCalibration(identities: readonly Identity[], splits: number, seed: number): void {
  console.log('\ncalibration: strangers who got a candidate / mates found at rank 1, in percent');
  console.log(`${' '.repeat(52)}${WANTED.map((fpir) => `FPIR ${100 * fpir} % wanted`.padStart(24)).join('')}`);
  const trials = dealTrials(identities, splits, seed, 'strangers');
  printKept('252 children, adult probes, no past probes', trials, (trial) => largeGallery(identities, trial, []));
  printKept('252 children, adult probes, 126 known strangers', trials, (trial) =>
    largeGallery(identities, trial, trial.pastProbes),
  );
  for (const size of SMALL_GALLERIES) {
    const rounds = Array.from({ length: SMALL_ROUNDS }, (_, round) => round);
    printKept(`${size} children, adult probes`, rounds, (round) => smallGallery(identities, size, round, false));
    printKept(`${size} children, probes of their own age`, rounds, (round) =>
      smallGallery(identities, size, round, true),
    );
  }
}

function printKept<T>(name: string, rounds: readonly T[], play: (round: T) => Kept[]): void {
  const sums = WANTED.map((): Kept => ({ strangers: 0, returned: 0, mated: 0, found: 0 }));
  for (const round of rounds)
    play(round).forEach((kept, index) => {
      const sum = sums[index];
      if (!sum) return;
      for (const key of ['strangers', 'returned', 'mated', 'found'] as const) sum[key] += kept[key];
    });
  const cells = sums.map(({ strangers, returned, mated, found }) =>
    `${((100 * returned) / strangers).toFixed(2)} / ${((100 * found) / mated).toFixed(1)}`.padStart(24),
  );
  console.log(name.padEnd(52) + cells.join(''));
}

function largeGallery(identities: readonly Identity[], trial: CheckTrial, past: readonly PastProbe[]): Kept[] {
  const people = (indexes: readonly number[]) => indexes.flatMap((index) => identities[index] ?? []);
  const enrolled = people(trial.enrolled);
  const mated = enrolled.flatMap(({ name, probes }) => templatesOf(probes).map((probe) => ({ probe, child: name })));
  const strangers = people(trial.strangers).flatMap(({ probes }) => templatesOf(probes));
  return keep(buildGalleryScorer(enrolled.map(referenceOf), past), { mated, strangers });
}

/**
 * Few children, searched for with their later photos, or, with `sameAge`, with the first of their photos taken young,
 * which then is not enrolled; a child with one photo only fills the gallery.
 */
function smallGallery(identities: readonly Identity[], size: number, round: number, sameAge: boolean): Kept[] {
  const order = shuffled(identities, seededRandom(round, size));
  const enrolled = order.slice(0, size);
  const heldBack = ({ references }: Identity) => (sameAge && references.length > 1 ? references.slice(0, 1) : []);
  const references = enrolled.map((identity): Reference => {
    const kept = identity.references.slice(heldBack(identity).length);
    return { child: identity.name, templates: templatesOf(kept) };
  });
  const mated = enrolled.flatMap((identity) =>
    templatesOf(sameAge ? heldBack(identity) : identity.probes).map((probe) => ({ probe, child: identity.name })),
  );
  const others = order.slice(size, size + STRANGERS_A_ROUND);
  const strangers = others.flatMap((identity) => templatesOf(sameAge ? identity.references : identity.probes));
  return keep(buildGalleryScorer(references), { mated, strangers });
}

function keep(scorer: GalleryScorer, { mated, strangers }: Searches): Kept[] {
  const count = scorer.children.length;
  const rows = (probes: readonly Template[]) => {
    const { values } = scorer.scoreAll(probes);
    return probes.map((probe, index) => ({ probe, scores: values.subarray(index * count, (index + 1) * count) }));
  };
  const strangerRows = rows(strangers);
  const matedRows = rows(mated.map(({ probe }) => probe));
  return WANTED.map((fpir) => {
    const passes = ({ probe, scores }: { probe: Template; scores: Float32Array }) =>
      Math.max(...scores) >= scorer.thresholdFor(probe.ageYears, fpir);
    const found = matedRows.filter((row, index) => {
      const mate = row.scores[scorer.children.indexOf(mated[index]?.child ?? '')] ?? Number.NEGATIVE_INFINITY;
      return passes(row) && mate === Math.max(...row.scores);
    });
    return {
      strangers: strangers.length,
      returned: strangerRows.filter(passes).length,
      mated: mated.length,
      found: found.length,
    };
  });
}
