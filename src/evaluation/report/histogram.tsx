import { Histogram } from '../../charts/histogram.tsx';
import type { MethodResult } from '../result.ts';

/** What a threshold must part, of one method. */
export function MethodHistogram({ method: { name, histogram } }: { method: MethodResult }) {
  if (!histogram) return null;
  return (
    <figure>
      <h3>{name}</h3>
      <Histogram title={`Score histogram of ${name}`} {...histogram} />
    </figure>
  );
}
