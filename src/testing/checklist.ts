import { type Checklist, COMPONENTS, type ComponentId, type FINDINGS } from '../services/reviews/checklist.ts';

/** A whole checklist, in which all is not comparable but what is given. */
export function checklistOf(found: { readonly [id in ComponentId]?: (typeof FINDINGS)[number] } = {}): Checklist {
  return COMPONENTS.map(({ id }) => {
    const finding = found[id] ?? 'not-comparable';
    const isVisible = finding !== 'not-comparable';
    return {
      component: id,
      isInProbe: isVisible,
      isInReference: isVisible,
      finding,
      ...(finding === 'different-explained' ? { note: 'Three years lie between the photos' } : {}),
    };
  });
}

/** A judgement whose checklist allows its conclusion. */
export function judgementOf(conclusion: -4 | -3 | -2 | -1 | 0 | 1 | 2 | 3 | 4 | null) {
  if (conclusion === null) return { checklist: checklistOf(), conclusion };
  const checklist = checklistOf(conclusion > 0 ? { ears: 'similar' } : { ears: 'different-unexplained' });
  return { checklist, conclusion };
}
