import type { App } from '../../app.ts';
import { openPlatform } from '../../open-platform.ts';
import type { Platform } from '../../platform.ts';

/** Open the platform for one command, beside a server that may be running. */
export async function withPlatform<T>(app: App, work: (platform: Platform) => Promise<T>): Promise<T> {
  const { app: platform, close } = await openPlatform(app, { isWorker: false });
  try {
    return await work(platform);
  } finally {
    await close();
  }
}

/** The answer of a command: words for people, or one JSON value. */
export function answer(json: boolean | undefined, value: unknown, words: string): void {
  console.log(json ? JSON.stringify(value, null, 2) : words);
}
