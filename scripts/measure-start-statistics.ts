/**
 * Measure the start values of the scoring (src/match/start.ts, src/match/euclidean.ts) again and print them beside
 * those that are shipped.
 *
 *   tsx scripts/measure-start-statistics.ts
 */
import { DLIB_DESCRIPTOR_LENGTH } from '../src/match/euclidean.ts';
import { DEFAULT_MODELS } from '../src/match/start.ts';
import { type Moments, measureStartStatistics } from '../src/testing/start-statistics.ts';

const { cosines, dlibLengths } = await measureStartStatistics();
for (const [model, moments] of Object.entries(cosines)) {
  const start = DEFAULT_MODELS[model]?.start;
  console.log(
    `${model.padEnd(8)} cosines of strangers: ${inWords(moments)}; shipped ${start?.mean} ± ${start?.deviation}`,
  );
}
console.log(`dlib128  length of its vectors: ${inWords(dlibLengths)}; shipped ${DLIB_DESCRIPTOR_LENGTH}`);

function inWords({ count, mean, deviation }: Moments): string {
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)} (${count})`;
}
