import type { TextKey } from '../../../adapters/texts.ts';

/** Of describing a missing child, in the order in which people can answer best. */
export const STEPS = ['child', 'last-seen', 'looks', 'photos', 'consent', 'check'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_TITLES: Readonly<Record<Step, TextKey>> = {
  child: 'guardian.child',
  'last-seen': 'guardian.last-seen',
  looks: 'guardian.looks',
  photos: 'guardian.photos',
  consent: 'guardian.consent',
  check: 'guardian.check',
};

/** @returns null at the last one */
export function stepAfter(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) + 1] ?? null;
}

export function stepPath(caseId: string, step: Step): string {
  return `/cases/new/${caseId}/${step}`;
}
