import type { TextKey } from '../../../adapters/texts.ts';
import type { StaffCase } from '../../../services/cases/case-view.ts';

/** What is to be done about a case now. */
export interface NextStep {
  readonly text: TextKey;
  /** Words of the button; without one there is nothing to do but wait. */
  readonly button?: TextKey;
  /** Below the address of the case. */
  readonly path?: string;
  readonly isPost?: boolean;
}

interface Known {
  readonly file: Pick<StaffCase, 'state' | 'officer' | 'missing'>;
  /** A face can be searched with. */
  readonly hasFace: boolean;
  /** Candidates that nobody has decided on. */
  readonly waiting: number;
}

/** The one thing that helps a case most now. */
export function nextStep({ file, hasFace, waiting }: Known): NextStep {
  switch (file.state) {
    case 'draft':
      if (!file.officer)
        return { text: 'cases.next-take-over', button: 'cases.take-over', path: '/take-over', isPost: true };
      return file.missing.length > 0
        ? { text: 'cases.next-complete', button: 'cases.edit', path: '/edit' }
        : { text: 'cases.next-open', button: 'cases.open', path: '/open' };
    case 'open':
      if (!hasFace) return { text: 'cases.next-photo', button: 'cases.photo-add', path: '/photos' };
      return waiting > 0
        ? { text: 'cases.next-review', button: 'cases.candidates', path: '/candidates' }
        : { text: 'cases.next-wait' };
    case 'resolved':
    case 'withdrawn':
      return { text: 'cases.next-closed', button: 'cases.documents', path: '/documents' };
  }
}
