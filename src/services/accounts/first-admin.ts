import { SYSTEM } from '../../core/actor.ts';
import { hasAdmin } from '../../db/accounts.ts';
import { inTransaction } from '../../db/database.ts';
import { insertInvitation } from '../../db/invitations.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { invitationLink, newDates } from './invitations.ts';
import { hashToken, newToken } from './tokens.ts';

const FIRST_ADMIN_DAYS = 1;

/**
 * While nobody can run the system: a link that makes the first admin, for the server to print at its start.
 *
 * It works once, for a day, and only until there is an admin.
 *
 * @returns null when there is one
 */
export async function ensureFirstAdminLink(app: Platform): Promise<string | null> {
  return inTransaction(app.db, async (tx) => {
    if (await hasAdmin(tx)) return null;
    const token = newToken();
    const id = await insertInvitation(tx, {
      ...newDates(app, FIRST_ADMIN_DAYS),
      tokenHash: hashToken(token),
      email: null,
      role: 'admin',
      agencyId: null,
      invitedBy: null,
    });
    const details = { role: 'admin', agency: null };
    await audit(app, tx, SYSTEM, { action: 'account.invite', entity: 'invitation', entityId: id, details });
    return invitationLink(app, token);
  });
}
