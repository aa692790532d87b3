import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../core/actor.ts';
import { type CaseFile, lockCase } from '../../db/cases.ts';
import { findUnfinishedCertificate, finishCertificate, insertCertificate } from '../../db/certificates.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { removeFiles } from '../storage/blob-writing.ts';
import { CertificateContents, type CheckedIndex, checkErased, isErased, signCertificate } from './certificate.ts';
import { type Erased, erase } from './erase.ts';
import { logErasures } from './erasure-log.ts';

/** How to come to the search index of this process. */
export type OpenIndex = () => Promise<CheckedIndex>;

/**
 * Erase the biometrics of a closed case, check that they are gone, and certify it. A case that was reopened meanwhile is
 * left alone.
 *
 * @throws Error when something is still there: the job then comes back
 */
export function purgeCase(app: Platform, caseId: string, openIndex = indexOf(app)): Promise<void> {
  return purge(app, caseId, { what: 'biometrics', openIndex });
}

/** The same with the photos of a closed case, when their retention has ended. */
export function purgeCasePhotos(app: Platform, caseId: string, openIndex = indexOf(app)): Promise<void> {
  return purge(app, caseId, { what: 'photos', openIndex });
}

interface Purge {
  readonly what: CertificateContents['what'];
  readonly openIndex: OpenIndex;
}

async function purge(app: Platform, caseId: string, { what, openIndex }: Purge): Promise<void> {
  // Work that a crash cut off is ended first: its erasure is committed, its checks are not.
  await finish(app, caseId, openIndex);
  const isBegun = await inTransaction(app.db, async (tx) => {
    const file = await lockCase(tx, caseId);
    if (file?.state !== 'resolved' && file?.state !== 'withdrawn') return false;
    const erased = await erase(app, tx, `case-${what}`, caseId);
    if (isNothing(erased)) return false;
    await begin(app, tx, file, { what, erased });
    return true;
  });
  if (isBegun) await finish(app, caseId, openIndex);
  await logErasures(app);
}

async function begin(
  app: Platform,
  tx: Database,
  file: CaseFile,
  { what, erased }: { what: CertificateContents['what']; erased: Erased },
): Promise<void> {
  const contents = CertificateContents.parse({
    version: 1,
    id: randomUUID(),
    caseId: file.id,
    caseNumber: file.number,
    agencyId: file.agencyId,
    what,
    reason: file.closingReason,
    erasedAt: app.clock().toISOString(),
    erased,
    checks: null,
  });
  await insertCertificate(tx, { id: contents.id, caseId: file.id, contents, hash: null, at: app.clock() });
  const counts = Object.fromEntries(Object.entries(erased).map(([name, list]) => [name, list.length]));
  const action = what === 'photos' ? 'case.purge-photos' : 'case.purge';
  await audit(app, tx, SYSTEM, { action, entity: 'case', entityId: file.id, details: counts });
}

/** Remove the files, look for everything that should be gone, and sign. */
async function finish(app: Platform, caseId: string, openIndex: OpenIndex): Promise<void> {
  const unfinished = await findUnfinishedCertificate(app.db, caseId);
  if (!unfinished) return;
  const begun = CertificateContents.parse(unfinished.contents);
  for (const id of begun.erased.keys) app.vault.forget(id);
  await removeFiles(app, begun.erased.blobs);
  const checks = await checkErased(app, begun.erased, await openIndex());
  if (!isErased(checks)) throw new Error(`not everything of case ${caseId} is gone yet: ${JSON.stringify(checks)}`);
  const contents = { ...begun, checks };
  await inTransaction(app.db, async (tx) => {
    await finishCertificate(tx, begun.id, contents, signCertificate(app, contents));
    const details = { certificateId: begun.id };
    await audit(app, tx, SYSTEM, { action: 'certificate.issue', entity: 'case', entityId: caseId, details });
  });
}

/** Rows of faces stay, for what people decided about them. */
function isNothing({ templates, photos, blobs, keys }: Erased): boolean {
  return [templates, photos, blobs, keys].every((list) => list.length === 0);
}

function indexOf(app: Platform): OpenIndex {
  return async () => (await app.searching()).index;
}
