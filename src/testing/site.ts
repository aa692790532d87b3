import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { App } from '../app.ts';
import { listen } from '../http/listen.ts';
import type { Platform } from '../platform.ts';
import type { Browser as Visitor } from './browser.ts';
import { openChromium } from './chromium.ts';
import { freePort } from './free-port.ts';
import { openTestPlatform, type TestPlatform } from './platform.ts';
import { openVisitors, type Visitors } from './visitors.ts';

/** Homeward at a port of its own, and a real browser to look at it. */
export interface Site {
  readonly app: Platform;
  readonly platform: TestPlatform;
  readonly url: string;
  readonly browser: Browser;
  /** People who come to accounts over HTTP; `open` shows pages as they see them. */
  readonly visitors: Visitors;
  /** A window. @param visitor whose cookies it has; without one, the public's */
  open(visitor?: Visitor, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** @param parts of the app instead of the fake ones, such as a real engine */
export async function openSite(parts: Partial<App> = {}): Promise<Site> {
  const platform = await openTestPlatform({ clock: () => new Date(), ...parts });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const app = { ...platform.app, config: { ...platform.app.config, host: '127.0.0.1', port, url } };
  const listening = await listen(app);
  const browser = await openChromium();
  const contexts: BrowserContext[] = [];
  return {
    app,
    platform,
    url,
    browser,
    visitors: openVisitors(app),
    async open(visitor, options = {}) {
      const context = await browser.newContext({
        baseURL: url,
        locale: 'en-GB',
        timezoneId: 'Asia/Kolkata',
        ...options,
      });
      contexts.push(context);
      const cookies = [...(visitor?.cookies ?? [])].map(([name, value]) => ({ name, value, url }));
      await context.addCookies(cookies);
      return context.newPage();
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await listening.close();
      await platform.close();
    },
  };
}

/** What axe finds wrong with a page, one line each: none, if all is well. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    interface Violation {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
    );
  });
}
