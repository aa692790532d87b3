import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ignoreMissing } from '../../adapters/missing-file.ts';
import { type CertificateRow, listCertificates } from '../../db/certificates.ts';
import type { Database } from '../../db/database.ts';
import { listErasures } from '../../db/erasures.ts';
import type { Platform } from '../../platform.ts';

/**
 * [Note: erasures and backups] A backup that is restored would bring back what was erased after it was made. So each
 * erasure also stands in a file beside the database, which no restore replaces; a restore erases everything in it anew
 * before anybody sees the data. The file holds ids, and the certificates that were given out.
 */
const FILE = 'erasures.log';

const Line = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('erasure'),
    id: z.uuid(),
    kind: z.enum([
      ...(['case-biometrics', 'case-photos', 'case-record', 'photo'] as const),
      ...(['sighting', 'sighting-content', 'search-probe', 'account', 'watch-source'] as const),
    ]),
    subjectId: z.uuid(),
    at: z.coerce.date(),
  }),
  z.object({
    type: z.literal('certificate'),
    id: z.uuid(),
    caseId: z.uuid(),
    contents: z.record(z.string(), z.json()),
    hash: z.string(),
    at: z.coerce.date(),
  }),
]);
export type ErasureLine = z.output<typeof Line>;

/**
 * Bring the file up to date with the database: after each erasure, each day, and before a backup. What a crash kept from
 * being written is written then.
 */
export async function logErasures(app: Platform, db: Database = app.db): Promise<void> {
  const known = new Set((await readErasures(app)).map(({ id }) => id));
  const lines: ErasureLine[] = [
    ...(await listErasures(db)).map((erasure) => ({ type: 'erasure' as const, ...erasure })),
    ...(await listCertificates(db)).map(certificateLine),
  ];
  const missing = lines.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return;
  const file = await open(join(app.dataDir, FILE), 'a', 0o600);
  try {
    // A line that a crash cut off must not swallow the next one.
    await file.appendFile(`\n${missing.map((line) => JSON.stringify(line)).join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** All that was ever erased here. A line that a crash cut off is left out: it is written again from the database. */
export async function readErasures({ dataDir }: Pick<Platform, 'dataDir'>): Promise<ErasureLine[]> {
  const text = (await readFile(join(dataDir, FILE), 'utf8').catch(ignoreMissing)) ?? '';
  return text
    .split('\n')
    .map(parseLine)
    .filter((line) => line !== undefined);
}

function parseLine(line: string): ErasureLine | undefined {
  if (line === '') return undefined;
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function certificateLine({ id, caseId, contents, hash, createdAt }: CertificateRow): ErasureLine {
  const json = z.record(z.string(), z.json()).parse(contents);
  return { type: 'certificate', id, caseId, contents: json, hash: hash?.toString('hex') ?? '', at: createdAt };
}
