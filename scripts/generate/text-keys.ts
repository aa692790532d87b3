import { readFile } from 'node:fs/promises';

/** src/adapters/text-keys.ts: a text that is not in locales/en.json does not compile. */
export async function textKeysModule(): Promise<string> {
  const texts = JSON.parse(await readFile(new URL('../../locales/en.json', import.meta.url), 'utf8'));
  const keys = Object.keys(texts).map((key) => `  | '${key}'`);
  return `/** The texts of locales/en.json. Made by «npm run generate». */\nexport type TextKey =\n${keys.join('\n')};\n`;
}
