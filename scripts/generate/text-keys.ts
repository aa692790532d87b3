import { readdir, readFile } from 'node:fs/promises';

const ENGLISH = new URL('../../locales/en/', import.meta.url);

/** src/adapters/text-keys.ts: a text that is not in locales/en does not compile. */
export async function textKeysModule(): Promise<string> {
  const files = (await readdir(ENGLISH)).filter((name) => name !== 'messages.json').sort();
  const parts = await Promise.all(
    files.map(async (name) => JSON.parse(await readFile(new URL(name, ENGLISH), 'utf8'))),
  );
  const keys = parts.flatMap((texts) => Object.keys(texts)).map((key) => `  | '${key}'`);
  return `/** The texts of locales/en. Made by «npm run generate». */\nexport type TextKey =\n${keys.join('\n')};\n`;
}
