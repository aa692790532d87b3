import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Embedding, Template } from '../../src/core/face.ts';
import { normalise } from '../../src/core/vector.ts';
import type { Identity, Sample } from '../../src/evaluation/protocol.ts';

/** Layout of the file: per row identity and `young` as uint16, then each model's numbers as float16, little endian. */
const Layout = z.object({ rows: z.int(), models: z.array(z.object({ name: z.string(), dim: z.int() })) });
type Layout = z.infer<typeof Layout>;

/** Ages that put a face into the domain child or adult; the data says no more than «young» and «adult». */
const YOUNG_YEARS = 8;
const ADULT_YEARS = 30;

/** The people of the development data: photos taken young as references, photos taken later as probes. */
export function readIdentities(folder: string): Identity[] {
  const layout = Layout.parse(JSON.parse(readFileSync(join(folder, 'age-gap-embeddings.json'), 'utf8')));
  const bytes = readFileSync(join(folder, 'age-gap-embeddings.bin'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rowBytes = 4 + 2 * layout.models.reduce((sum, { dim }) => sum + dim, 0);
  const people = new Map<string, { references: Sample[]; probes: Sample[] }>();
  for (let row = 0; row < layout.rows; row++) {
    const name = String(view.getUint16(row * rowBytes, true));
    const young = view.getUint16(row * rowBytes + 2, true) === 1;
    const person = people.get(name) ?? { references: [], probes: [] };
    people.set(name, person);
    const template: Template = {
      embeddings: readEmbeddings(view, row * rowBytes + 4, layout),
      quality: 100,
      ageYears: young ? YOUNG_YEARS : ADULT_YEARS,
      photo: `row ${row}`,
    };
    (young ? person.references : person.probes).push({ path: template.photo, template });
  }
  return [...people].map(([name, photos]) => ({ name, ...photos }));
}

function readEmbeddings(view: DataView, start: number, { models }: Layout): Embedding[] {
  let offset = start;
  return models.map(({ name, dim }) => {
    const vector = Float32Array.from({ length: dim }, (_, index) => view.getFloat16(offset + 2 * index, true));
    offset += 2 * dim;
    return { model: name, version: 'development', vector: normalise(vector) };
  });
}
