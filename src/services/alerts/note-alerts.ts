import { findRecipient, listOfficers } from '../../db/alerts.ts';
import type { CaseFile } from '../../db/cases.ts';
import type { Database } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { queueMessage } from './outbox.ts';

/** Messages about one case to one person within this time are one mail: people write in several short pieces. */
const QUIET_MINUTES = 10;

type Note = { readonly file: CaseFile; readonly isFromGuardian: boolean };

/**
 * Tell the other side by mail that somebody wrote in a case: that, and nothing of what was written.
 *
 * The officer of the case hears of its guardian; where nobody has taken it over yet, every officer of the agency. The
 * guardian of a protected case hears nothing.
 */
export async function tellOfNote(app: Platform, tx: Database, { file, isFromGuardian }: Note): Promise<void> {
  const kind = isFromGuardian ? 'guardian-wrote' : 'agency-wrote';
  const quiet = Math.floor(app.clock().getTime() / (QUIET_MINUTES * 60_000));
  const recipients = isFromGuardian ? await officersOf(tx, file) : await guardianOf(tx, file);
  for (const { id, email, locale } of recipients)
    await queueMessage(app, tx, {
      dedupeKey: `${kind} ${file.id} ${quiet} ${id}`,
      channel: 'email',
      kind,
      address: email,
      recipientId: id,
      agencyId: file.agencyId,
      caseId: file.id,
      locale,
    });
}

async function officersOf(tx: Database, { agencyId, officerId, isProtected }: CaseFile) {
  const officers = await listOfficers(tx, agencyId, { isProtected });
  const own = officers.filter(({ id }) => id === officerId);
  // A partner's case, or one whose officer has left.
  return own.length > 0 ? own : officers;
}

async function guardianOf(tx: Database, { guardianId, isProtected }: CaseFile) {
  if (guardianId === null || isProtected) return [];
  const guardian = await findRecipient(tx, guardianId);
  return guardian && !guardian.disabledAt ? [guardian] : [];
}
