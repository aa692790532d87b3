import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openSite, type Site } from '../src/testing/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

it('greets in the language of the browser', async () => {
  for (const [locale, direction] of [
    ['en-GB', 'ltr'],
    ['ar', 'rtl'],
  ] as const) {
    const page = await site.open(undefined, { locale });
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto('/');
    expect(await page.getAttribute('html', 'dir')).toBe(direction);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(errors).toEqual([]);
  }
});
