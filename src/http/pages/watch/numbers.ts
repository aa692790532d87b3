import type { SourceStateView } from '../../../services/watch/states.ts';
import type { Translate } from '../../page.tsx';

/** «2 pictures a second · 14 faces a minute · 0.2 s behind»; nothing while nobody watches. */
export function numbersOf(state: SourceStateView | undefined, t: Translate): string {
  if (!state?.isFresh || state.state !== 'watching') return '';
  const { framesPerSecond, facesPerMinute, lagMilliseconds, shareDone } = state;
  const parts = [
    framesPerSecond !== null && t('wall.frames', { count: framesPerSecond }),
    facesPerMinute !== null && t('wall.faces', { count: facesPerMinute }),
    lagMilliseconds !== null && t('wall.lag', { seconds: lagMilliseconds / 1000 }),
    shareDone !== null && t('wall.done', { share: shareDone }),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
