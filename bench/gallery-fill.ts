import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Vault, WrappedKey } from '../src/adapters/vault.ts';
import { openDatabase } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { encodeTemplate } from '../src/gallery/code.ts';
import { sealTemplate } from '../src/gallery/sealed.ts';
import { childOf, faces as syntheticFaces } from './synthetic.ts';

interface Filling {
  readonly databaseUrl: string;
  readonly faces: number;
  readonly vault: Vault;
  readonly model: { readonly model: string; readonly version: string };
}

/** Put synthetic faces into an empty database: cases with photos, one face each, and a sealed template a face. */
export async function fillDatabase(filling: Filling): Promise<void> {
  const { databaseUrl, faces, vault } = filling;
  const db = await openDatabase(databaseUrl, { connections: 1 });
  await migrate(db);
  await db.destroy();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  // Keys to other tables are not checked one by one: the rows are known to fit.
  await client.query('set session_replication_role = replica');
  for (const statement of fillStatements(faces)) await client.query(statement);
  const copy = (table: string, rows: Iterable<string>) =>
    pipeline(inChunks(rows), client.query(copyFrom(`copy ${table} from stdin`)));
  const keys = Array.from({ length: childOf(faces - 1) + 1 }, () => vault.newKey());
  await copy(
    'data_key (id, wrapped, master_key)',
    keys.map(({ id, wrapped, masterKey }) => `${id}\t\\\\x${hex(wrapped)}\t${masterKey}\n`),
  );
  await copy('face_template (face_id, model, version, key_id, sealed)', templateRows(filling, keys));
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  await client.end();
}

function* templateRows({ faces, vault, model }: Filling, keys: readonly WrappedKey[]): Generator<string> {
  for (const [index, vector] of syntheticFaces(faces)) {
    const key = keys[childOf(index)];
    if (!key) throw new RangeError(`there is no key for face ${index}`);
    const faceId = uuidOf('face', index);
    const sealed = sealTemplate(vault.open(key), encodeTemplate(vector), { faceId, ...model });
    yield `${faceId}\t${model.model}\t${model.version}\t${key.id}\t\\\\x${hex(sealed)}\n`;
  }
}

/** An agency, a case for each child, a photo with one face for each template; ids as `uuidOf` makes them. */
function fillStatements(faces: number): string[] {
  const last = faces - 1;
  return [
    `insert into agency (id, name, kind, country) values (md5('agency0')::uuid, 'Police', 'police', 'IN')`,
    `insert into case_file (id, number, agency_id, state, child_name, country, legal_basis)
      select md5('case' || n)::uuid, 'B-' || n, md5('agency0')::uuid, 'open', 'Child ' || n, 'IN', 'police-power'
      from generate_series(0, ${childOf(last)}) n`,
    `insert into photo (id, purpose, case_id, sha256, media_type, bytes, state)
      select md5('photo' || n)::uuid, 'reference', md5('case' || n / 4)::uuid, sha256(n::text::bytea), 'image/jpeg', 1, 'analysed'
      from generate_series(0, ${last}) n`,
    `insert into face (id, photo_id, position, box, landmarks, score, quality, components, reasons, is_chosen)
      select md5('face' || n)::uuid, md5('photo' || n)::uuid, 0,
        '{"left": 102.5, "top": 80.25, "width": 200.5, "height": 220.75}', '[{"x": 1, "y": 2}]', 0.9, 80,
        '{"size": 80, "sharpness": 70}', '{}', true
      from generate_series(0, ${last}) n`,
  ];
}

/** As PostgreSQL's \`md5(…)::uuid\`. */
function uuidOf(kind: string, number: number): string {
  const digits = createHash('md5').update(`${kind}${number}`).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function* inChunks(rows: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < 100) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
