/**
 * The fonts of the pages, most in two parts: `letters`, what people write every day, and `whole`, everything else too.
 *
 * A browser takes the whole only where a page has a letter that the letters lack, a rare one. Each part keeps every
 * ligature and conjunct that its letters can form (HarfBuzz follows the font's rules), so that all words are shaped as
 * in the font it was cut from. Weights lighter or bolder than pages use are left out.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const cache = fileURLToPath(new URL('../node_modules/.homeward/fonts', import.meta.url));
const rules = readFileSync(new URL('../public/css/fonts.css', import.meta.url), 'utf8');
const version = require('subset-font/package.json').version;

const WEIGHTS = { min: 400, max: 600 };
/** Names of weights, and finer metrics of them. */
const UNUSED = ['STAT', 'MVAR'];
/** What browsers apply unasked, and figures of one width. Not `locl`: letters as Marathi or Urdu print draws them. */
const FEATURES =
  'ccmp rlig calt clig liga kern mark mkmk nukt akhn rphf rkrf pref blwf abvf half pstf vatu cjct pres abvs blws psts haln abvm blwm dist init medi fina isol rclt curs tnum'.split(
    ' ',
  );

/** Joiners, and the circle that bears a sign without a letter. */
const ALWAYS = '\u200c\u200d\u25cc';

const FILES = {
  latin: '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2',
  'latin-extended': '@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2',
  devanagari: '@fontsource-variable/noto-sans/files/noto-sans-devanagari-wght-normal.woff2',
  telugu: '@fontsource-variable/noto-sans-telugu/files/noto-sans-telugu-telugu-wght-normal.woff2',
  arabic: '@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2',
};

/** `url("font:telugu/letters")` in fonts.css. @type {import('esbuild').Plugin} */
export const webFonts = {
  name: 'web-fonts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^font:/ }, ({ path }) => {
      const [script = '', part = ''] = path.slice('font:'.length).split('/');
      return { path: `${script}-${part}.woff2`, namespace: 'font', pluginData: { script, part } };
    });
    onLoad({ filter: /.*/, namespace: 'font' }, async ({ pluginData: { script, part } }) => ({
      contents: await cut(script, part === 'letters'),
      loader: 'file',
    }));
  },
};

/** From the cache, if it was cut before. @param {keyof typeof FILES} script @param {boolean} isLetters */
async function cut(script, isLetters) {
  const whole = readFileSync(require.resolve(FILES[script]));
  const text = isLetters ? lettersOf(script) + ALWAYS : null;
  const options = { targetFormat: 'woff2', variationAxes: { wght: WEIGHTS }, noHinting: true, dropTables: UNUSED };
  const how = isLetters ? { ...options, keepFeatures: FEATURES } : { ...options, keepAllGlyphs: true };
  const key = createHash('sha256')
    .update(`${version} ${JSON.stringify(how)} ${text}`)
    .update(whole)
    .digest('hex');
  const kept = join(cache, `${key}.woff2`);
  if (existsSync(kept)) return readFileSync(kept);
  const made = await subsetFont(whole, text, how);
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(kept, made);
  return made;
}

/** Those of the `unicode-range` of its rule. @param {string} script */
function lettersOf(script) {
  const [, ranges = ''] = new RegExp(`"font:${script}/letters"[^}]*unicode-range:([^;]*);`).exec(rules) ?? [];
  return [...ranges.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
    .flatMap(([, first = '', last = first]) => {
      const start = Number.parseInt(first, 16);
      const length = Number.parseInt(last, 16) - start + 1;
      return Array.from({ length }, (_, index) => String.fromCodePoint(start + index));
    })
    .join('');
}
