/**
 * `npm run screenshots [folder] [--only words]`: every page, filled by the demo, in light, dark, on a phone and in Arabic.
 *
 * Made to be looked at, one by one. The folder is out/screenshots unless another is named. `--docs` makes those of the
 * README instead, in docs/images.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import sharp from 'sharp';
import { openChromium } from '../src/testing/chromium.ts';
import { type Demo, openDemo } from './demo/demo.ts';
import { pagesOf, type Shot } from './screenshots/pages.ts';

const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: {
    viewport: { width: 390, height: 844 },
    colorScheme: 'light',
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
  arabic: { viewport: { width: 390, height: 844 }, colorScheme: 'light', locale: 'ar', isMobile: true, hasTouch: true },
};

/** The pictures of the README: name of the page → look. */
const OF_DOCS: Readonly<Record<string, string>> = { report: 'phone', 'review-pair': 'light', desk: 'light' };

/** Run in the browser. A map is drawn once it is seen, and fades in. */
const SHOW_MAP = `document.querySelector('sighting-map')?.scrollIntoView()`;
const IS_DRAWN = `!document.querySelector('sighting-map') || (() => {
  const tiles = [...document.querySelectorAll('.leaflet-tile')];
  return tiles.length > 0 && tiles.every(({ style }) => style.opacity === '1');
})()`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, docs: { type: 'boolean', default: false } },
});
const folder = values.docs ? join('docs', 'images') : (positionals[0] ?? join('out', 'screenshots'));
const demo = await openDemo(console.log);
const browser = await openChromium();
try {
  await mkdir(folder, { recursive: true });
  const shots = (await pagesOf(demo)).filter(({ name }) => !values.only || name.includes(values.only));
  for (const [look, options] of Object.entries(LOOKS)) {
    const wanted = values.docs ? shots.filter(({ name }) => OF_DOCS[name] === look) : shots;
    await shootAll(browser, demo, { look, options, shots: wanted });
  }
  console.log(`The pictures are in ${folder}`);
} finally {
  await browser.close();
  await demo.close();
}

interface Round {
  readonly look: string;
  readonly options: BrowserContextOptions;
  readonly shots: readonly Shot[];
}

async function shootAll(browser: Browser, { url }: Demo, { look, options, shots }: Round): Promise<void> {
  for (const { name, path, as, act } of shots) {
    const context = await browser.newContext({ baseURL: url, timezoneId: 'Asia/Kolkata', locale: 'en-GB', ...options });
    const cookies = [...(as?.cookies ?? []), ['homeward-zone', 'Asia/Kolkata'] as const];
    await context.addCookies(cookies.map(([name, value]) => ({ name, value, url })));
    // Staff read the language of their account, unless they have chosen another here.
    if (options.locale) await context.addCookies([{ name: 'homeward-locale', value: options.locale, url }]);
    const page = await context.newPage();
    const answer = await page.goto(path, { waitUntil: 'load' });
    if (answer && answer.status() >= 400) console.log(`${name}: ${path} answered ${answer.status()}`);
    await act?.(page);
    await page.waitForTimeout(300); // pictures that are still being drawn
    await page.evaluate(SHOW_MAP);
    while (!(await page.evaluate(IS_DRAWN))) await page.waitForTimeout(100);
    await page.evaluate('scrollTo(0, 0)');
    const picture = await page.screenshot({ fullPage: !values.docs });
    if (values.docs)
      await sharp(picture)
        .webp({ quality: 82 })
        .toFile(join(folder, `${name}.webp`));
    else await writeFile(join(folder, `${name}-${look}.png`), picture);
    await context.close();
  }
}
