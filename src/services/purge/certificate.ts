import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { findBlobIds } from '../../db/blobs.ts';
import { type CertificateRow, listCertificates } from '../../db/certificates.ts';
import { inTransaction } from '../../db/database.ts';
import { findDataKey } from '../../db/keys.ts';
import { findTemplateIds } from '../../db/templates.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { loadCase } from '../cases/load.ts';

const Checks = z.object({
  checkedAt: z.iso.datetime(),
  /** Each of these counts what was found of what was erased: nothing. */
  templatesInDatabase: z.number().int(),
  keysInDatabase: z.number().int(),
  blobsInDatabase: z.number().int(),
  filesOnDisk: z.number().int(),
  facesInIndex: z.number().int(),
});
export type Checks = z.output<typeof Checks>;

/** What a certificate says. Ids and digests only. */
export const CertificateContents = z.object({
  version: z.literal(1),
  id: z.uuid(),
  caseId: z.uuid(),
  caseNumber: z.string(),
  agencyId: z.uuid(),
  what: z.enum(['biometrics', 'photos']),
  reason: z.string().nullable(),
  erasedAt: z.iso.datetime(),
  erased: z.object({
    templates: z.array(z.number().int()),
    faces: z.array(z.uuid()),
    photos: z.array(z.object({ id: z.uuid(), sha256: z.string() })),
    blobs: z.array(z.uuid()),
    keys: z.array(z.uuid()),
  }),
  checks: Checks.nullable(),
});
export type CertificateContents = z.output<typeof CertificateContents>;

/** A certificate as it is given out. */
export const Certificate = z.object({
  contents: CertificateContents,
  /** HMAC-SHA-256 over the contents, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Certificate = z.output<typeof Certificate>;

/** The part of the search index that a check needs. */
export interface CheckedIndex {
  catchUp(): Promise<void>;
  embeddingsOf(faceId: string): readonly unknown[];
}

/** Look for everything that was erased, where it was. */
export async function checkErased(
  app: Platform,
  { templates, faces, blobs, keys }: CertificateContents['erased'],
  index: CheckedIndex,
): Promise<Checks> {
  const keyRows = await Promise.all(keys.map((id) => findDataKey(app.db, id)));
  const files = await Promise.all(blobs.map((id) => app.blobs.has(id)));
  await index.catchUp();
  return {
    checkedAt: app.clock().toISOString(),
    templatesInDatabase: (await findTemplateIds(app.db, templates)).length,
    keysInDatabase: keyRows.filter((row) => row !== undefined).length,
    blobsInDatabase: (await findBlobIds(app.db, blobs)).size,
    filesOnDisk: files.filter(Boolean).length,
    facesInIndex: faces.filter((id) => index.embeddingsOf(id).length > 0).length,
  };
}

/** Whether the checks found nothing. */
export function isErased({ checkedAt: _, ...counts }: Checks): boolean {
  return Object.values(counts).every((count) => count === 0);
}

/** Sign what was erased. */
export function signCertificate(app: Pick<Platform, 'secret'>, contents: CertificateContents): Buffer {
  return createHmac('sha256', app.secret('purge certificates')).update(canonicalJson(contents)).digest();
}

/** Whether this server gave out this certificate, and nothing in it was changed. */
export function isGenuine(app: Pick<Platform, 'secret'>, { contents, hash }: Certificate): boolean {
  return timingSafeEqual(signCertificate(app, contents), Buffer.from(hash, 'hex'));
}

/** The certificates of a case, oldest first. */
export async function viewCertificates(app: Platform, actor: Actor, caseId: string): Promise<Certificate[]> {
  return inTransaction(app.db, async (tx) => {
    await loadCase(tx, actor, 'certificate.view', caseId);
    const certificates = (await listCertificates(tx, caseId)).map(certificateOf);
    await audit(app, tx, actor, { action: 'certificate.view', entity: 'case', entityId: caseId });
    return certificates;
  });
}

function certificateOf({ contents, hash }: CertificateRow): Certificate {
  return Certificate.parse({ contents, hash: hash?.toString('hex') });
}
