import type { SourceStateView } from '../../../services/watch/states.ts';
import { usePage } from '../../page.tsx';

const TAGS = {
  waiting: 'tag',
  connecting: 'tag tag-warn',
  watching: 'tag tag-good',
  lost: 'tag tag-wrong',
  refused: 'tag tag-wrong',
  ended: 'tag',
} as const;

/** How a source is doing; what nobody has said anew for a while is no longer true. */
export const StateTag = ({ state }: { readonly state: SourceStateView | undefined }) => {
  const { t } = usePage();
  if (!state?.isFresh) return <span class="tag">{t('source.not-watched')}</span>;
  return <span class={TAGS[state.state]}>{t('source.state', { state: state.state })}</span>;
};
