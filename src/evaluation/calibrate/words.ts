import type { HeldOut } from '../../adapters/calibration-file.ts';
import type { Measure } from './held-out.ts';

/** The measures as tables name them. */
export const MEASURE_NAMES: readonly (readonly [key: Measure, name: string])[] = [
  ['rank1', 'rank 1, %'],
  ['fnir1', 'FNIR at FPIR 1 %, %'],
  ['fnir10', 'FNIR at FPIR 10 %, %'],
  ['cllr', 'Cllr, bits'],
];

/** «71.4 (67.0 to 75.2)»; Cllr with three decimals, the rest in per cent; a dash where nothing defines it. */
export function rangeOf(key: Measure, { value, interval }: HeldOut['difference'][Measure]): string {
  if (value === null) return '–';
  const number = (some: number) => (key === 'cllr' ? some.toFixed(3) : (100 * some).toFixed(1)).replace('-', '−');
  return interval ? `${number(value)} (${number(interval[0])} to ${number(interval[1])})` : number(value);
}
