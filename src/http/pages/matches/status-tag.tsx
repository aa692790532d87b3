import type { MatchSummary } from '../../../services/matches/match-view.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

/** How far a match has come. Only one that is confirmed is a reunification. */
export const StatusTag = ({ status }: Pick<MatchSummary, 'status'>) => (
  <span class={`tag ${LOOKS[status]}`}>
    {status === 'confirmed' && <Icon name="circle-check" />}
    {usePage().t('matches.status', { value: selector(status) })}
  </span>
);

const LOOKS: Readonly<Record<MatchSummary['status'], string>> = {
  verified: 'tag-warn',
  'agency-contacted': 'tag-accent',
  'welfare-check': 'tag-accent',
  confirmed: 'tag-good',
  refuted: '',
};
