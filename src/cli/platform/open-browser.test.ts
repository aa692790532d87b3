import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openInBrowser } from './open-browser.ts';

const URL = 'http://127.0.0.1:3000/account/invitation?token=a-b_c&x=1';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-open-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A program of this name, which writes down with what it was started. */
async function standIn(name: string): Promise<string> {
  const file = join(folder, name);
  const seen = join(folder, 'seen');
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" > ${seen}.part && mv ${seen}.part ${seen}\n`);
  await chmod(file, 0o755);
  vi.stubEnv('PATH', [folder, '/usr/bin', '/bin'].join(delimiter));
  return seen;
}

it.each([
  ['linux', 'xdg-open', `${URL}\n`],
  ['darwin', 'open', `${URL}\n`],
  ['win32', 'rundll32', `url.dll,FileProtocolHandler\n${URL}\n`],
] as const)('on %s the address goes to %s, whole', async (platform, program, words) => {
  const seen = await standIn(program);
  openInBrowser(URL, platform);
  expect(await vi.waitFor(() => readFile(seen, 'utf8'), 5000)).toBe(words);
});

it('does nothing where there is no such program', async () => {
  vi.stubEnv('PATH', folder);
  openInBrowser(URL, 'linux');
  await new Promise((resolve) => setTimeout(resolve, 100));
});
