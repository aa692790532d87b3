import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ICONS } from './components/icon-names.ts';

/** All icons in one drawing, each under its name; pages show them with `<use>`. */
export function iconSprite(): { readonly svg: string; readonly hash: string } {
  const symbols = ICONS.map((name) => {
    const file = new URL(import.meta.resolve(`lucide-static/icons/${name}.svg`));
    const shapes = readFileSync(file, 'utf8').match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1] ?? '';
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/\n\s*/g, '')}</symbol>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
  return { svg, hash: createHash('sha256').update(svg).digest('hex').slice(0, 10) };
}
