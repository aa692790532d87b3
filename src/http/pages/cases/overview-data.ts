import type { Duplicate } from '../../../services/cases/duplicates.ts';
import type { Relative } from '../../../services/cases/relations.ts';
import type { FormState } from '../../forms.ts';
import type { NextStep } from './next-step.ts';
import type { CaseHead } from './open-case.tsx';

export interface OverviewData extends CaseHead {
  readonly step: NextStep;
  readonly relatives: readonly Relative[];
  readonly duplicates: readonly Duplicate[];
  /** Of the one form that came back, by its name. */
  readonly wrong?: { readonly name: 'guardian' | 'relative'; readonly form: FormState };
}
