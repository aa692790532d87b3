import { usePage } from '../page.tsx';

/** Names of files in src/http/islands. */
export type IslandName = string;

/** The script of a custom element; write it beside the element. A page may ask for it several times. */
export const Island = ({ name }: { readonly name: IslandName }) => (
  <script type="module" src={usePage().assets.url(`${name}.js`)} />
);
