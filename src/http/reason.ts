import { z } from 'zod';
import { LAST_KNOWN_PLACE } from '../match/plausibility/place-and-time.ts';
import { REASON_SENTENCES, type ReasonKey } from '../match/plausibility/reasons.ts';
import type { Format } from './format.ts';
import type { Translate } from './page.tsx';

const Measured = z.object({ value: z.number(), unit: z.string() });

/** A reason as it was kept. One of an older Homeward may have a sentence that is no longer known. */
const KeptReason = z.object({
  key: z.string(),
  text: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), Measured])),
});

/** What a reason says, in the page's language; in English where nobody has translated it. */
export function reasonText(reason: unknown, { t, format }: { t: Translate; format: Format }): string {
  const { key, text, parameters } = KeptReason.parse(reason);
  if (!isKnown(key)) return text;
  const filled = Object.entries(parameters).map(([name, value]) => {
    if (typeof value === 'number') return [name, format.number(value)];
    if (typeof value === 'object') return [name, format.measure(value)];
    if (name === 'day') return [name, format.partialDate(value)];
    return [name, name === 'from' && value === LAST_KNOWN_PLACE ? t('reason.last-known-place') : value];
  });
  return t(`reason.${key}`, Object.fromEntries(filled));
}

function isKnown(key: string): key is ReasonKey {
  return Object.hasOwn(REASON_SENTENCES, key);
}
