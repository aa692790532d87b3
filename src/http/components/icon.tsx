import { usePage } from '../page.tsx';
import type { IconName } from './icon-names.ts';

/** A drawing beside words. Where a button shows nothing else, the button itself has an `aria-label`. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class={TURNING.has(name) ? 'icon icon-turns' : 'icon'} width="20" height="20" aria-hidden="true">
    <use href={`${usePage().assets.iconsUrl}#${name}`} />
  </svg>
);

/** Those that point along the line of reading. */
const TURNING: ReadonlySet<IconName> = new Set([
  'arrow-left',
  'arrow-right',
  'chevron-right',
  'undo-2',
  'log-out',
  'send',
]);
