import type { SourceStateView } from '../../../services/watch/states.ts';
import { usePage } from '../../page.tsx';
import { StateTag } from './state-tag.tsx';

/** How far a film was seen: whoever watched it last has said so, and it goes on there. */
export const FilmProgress = ({ state }: { readonly state: SourceStateView | undefined }) => {
  const { t } = usePage();
  if (state?.shareDone == null) return <StateTag state={state} />;
  if (state.state === 'ended') return <span class="tag tag-good">{t('source.state', { state: 'ended' })}</span>;
  return (
    <span class="film-progress">
      <StateTag state={state} />
      <progress max="1" value={state.shareDone} aria-label={t('wall.done', { share: state.shareDone })} />
      <span class="hint">{t('wall.done', { share: state.shareDone })}</span>
    </span>
  );
};
