import { type Browser, chromium } from 'playwright-core';

/** From Debian's package, which scripts/test-in-browser.ts installs. */
export const CHROMIUM = '/usr/bin/chromium';

/** @param flags of Chromium, such as those of its fake camera */
export function openChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...flags] });
}
