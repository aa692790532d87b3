import type { Context } from 'hono';
import { COMPONENTS, type ComponentId } from '../../../services/reviews/checklist.ts';
import { CONCLUSIONS, type Conclusion } from '../../../services/reviews/conclusion.ts';
import { Judgement } from '../../../services/reviews/judge.ts';
import type { Env } from '../../env.ts';
import { type FormState, formStateOf } from '../../forms.ts';

/** Where a part that cannot be compared shows. */
export const PLACES = ['neither', 'probe', 'reference', 'both'] as const;

/** A conclusion as a field and a text name it: m4 … p4, «unable». */
export function conclusionKey(conclusion: Conclusion): string {
  if (conclusion === null) return 'unable';
  return conclusion < 0 ? `m${-conclusion}` : `p${conclusion}`;
}

/** What is still to be chosen, each with the field that it belongs to. */
export function openFields(values: Readonly<Record<string, string>>): { parts: ComponentId[]; hasConclusion: boolean } {
  return {
    parts: COMPONENTS.map(({ id }) => id).filter((id) => !values[`finding-${id}`]),
    hasConclusion: CONCLUSIONS.some((each) => conclusionKey(each) === values.conclusion),
  };
}

/** The judgement that a form holds. @throws ZodError */
export function judgementFrom(values: Readonly<Record<string, string>>): Judgement {
  const remark = values.remark?.trim();
  return Judgement.parse({
    checklist: COMPONENTS.map(({ id }) => entryFrom(id, values)),
    conclusion: CONCLUSIONS.find((each) => conclusionKey(each) === values.conclusion),
    ...(remark && { remark }),
  });
}

function entryFrom(id: ComponentId, values: Readonly<Record<string, string>>) {
  const finding = values[`finding-${id}`];
  const note = values[`note-${id}`]?.trim();
  const shows = finding === 'not-comparable' ? (values[`shows-${id}`] ?? 'neither') : 'both';
  return {
    component: id,
    isInProbe: shows === 'both' || shows === 'probe',
    isInReference: shows === 'both' || shows === 'reference',
    finding,
    ...(note && { note }),
  };
}

/** The form as it was sent, with what must be mended; null when nothing must. */
export function faultsOf(c: Context<Env>, values: Record<string, string>): FormState | null {
  const { text } = c.var.page.texts;
  const { parts, hasConclusion } = openFields(values);
  const [first] = parts;
  const errors = {
    ...(first && { [`finding-${first}`]: text('review.missing-parts', { count: parts.length }) }),
    ...(!hasConclusion && { conclusion: text('review.choose-conclusion') }),
  };
  if (Object.keys(errors).length > 0) return { values, errors };
  try {
    judgementFrom(values);
    return null;
  } catch (error) {
    return judgementState(c, values, error);
  }
}

/** What to show of a judgement that was not taken. @throws what is no fault of the form */
export function judgementState(c: Context<Env>, values: Record<string, string>, error: unknown): FormState {
  const state = formStateOf(c, values, error);
  return {
    values,
    errors: Object.fromEntries(Object.entries(state.errors).map(([path, message]) => [fieldAt(path), message])),
  };
}

/** `checklist.3.note` → `note-hairline` */
function fieldAt(path: string): string {
  const [, index, field] = /^checklist\.(\d+)\.(finding|note)$/.exec(path) ?? [];
  const component = index === undefined ? undefined : COMPONENTS[Number(index)];
  return component ? `${field}-${component.id}` : path;
}
