/**
 * Convert every network of models/manifest.json and write the size and sha256 of the results into it.
 *
 * To be run after a change of a converter, on purpose: the hashes are what `homeward models install` checks against.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { convertModel } from '../src/face/convert/convert.ts';
import { fetchSources } from '../src/face/model-fetch.ts';
import { Manifest } from '../src/face/models.ts';

const path = new URL('../models/manifest.json', import.meta.url);
const text = await readFile(path, 'utf8');
const manifest = Manifest.parse(JSON.parse(text));
let pinned = text;

for (const entry of manifest.models) {
  if (!entry.source) continue;
  const files = await fetchSources(manifest, entry.source.package, [entry.source]);
  const bytes = convertModel(entry, files);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const start = pinned.indexOf(`"id": "${entry.id}"`);
  const own = pinned
    .slice(start)
    .replace(/"sha256": "[0-9a-f]{64}",\n(\s+)"bytes": \d+/, `"sha256": "${sha256}",\n$1"bytes": ${bytes.length}`);
  pinned = pinned.slice(0, start) + own;
  console.log(`${entry.id} ${bytes.length} ${sha256}${sha256 === entry.sha256 ? '' : ' (new)'}`);
}
await writeFile(path, pinned);
