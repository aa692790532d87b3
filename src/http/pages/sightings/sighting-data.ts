import type { CandidateItem } from '../../../services/search/candidate-list.ts';
import type { SightingView } from '../../../services/sightings/inbox.ts';
import type { FormState } from '../../forms.ts';
import type { ShownPhoto } from './photo-part.tsx';

/** What the page of a sighting shows. */
export interface SightingPageData {
  readonly sighting: Omit<SightingView, 'contact' | 'photos'>;
  readonly hasContact: boolean;
  /** Only after a reason was given. */
  readonly contact: SightingView['contact'];
  readonly photos: readonly ShownPhoto[];
  /** Null for who sees none. */
  readonly candidates: readonly CandidateItem[] | null;
  /** Of the one form that could not be taken. */
  readonly form: FormState;
  readonly wrong: 'link' | 'contact' | null;
}
