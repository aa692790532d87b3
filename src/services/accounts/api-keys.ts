import { z } from 'zod';
import type { Actor, Scope } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { AppError } from '../../core/errors.ts';
import type { ApiKey } from '../../db/api-keys.ts';
import * as keys from '../../db/api-keys.ts';
import { inTransaction } from '../../db/database.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { requirePermission, requireReach, requireVisible } from '../policy.ts';
import { type ChangeReason, reasonOf } from './reasons.ts';
import { hashToken, newToken } from './tokens.ts';

export const SCOPES = [
  'cases:read',
  'cases:write',
  'photos:read',
  'photos:write',
  'sightings:read',
  'sightings:write',
  'candidates:read',
] as const satisfies readonly Scope[];

/** So that people and secret scanners see what it is. */
const MARK = 'hw_';
const PREFIX_LENGTH = 10;
/** How exactly «last used» is known: not every request writes. */
const TOUCH_MILLISECONDS = 60_000;

export const NewApiKey = z.object({
  name: z.string().trim().min(1, 'Say what the key is for').max(100),
  scopes: z.array(z.enum(SCOPES)).min(1, 'Choose at least one scope'),
  expiresInDays: z.number().int().min(1).max(1000).nullable().default(365),
});
export type NewApiKey = z.output<typeof NewApiKey>;

/** A key for a program of the own agency. The whole key is in this answer and nowhere else. */
export async function createApiKey(
  app: Platform,
  actor: Actor,
  { name, scopes, expiresInDays }: NewApiKey,
): Promise<ApiKey & { readonly key: string }> {
  const agencyId = actor.kind === 'account' ? actor.agencyId : null;
  requirePermission(actor, 'key.create', { agencyId });
  if (actor.kind !== 'account' || agencyId === null) throw new AppError('forbidden', 'Keys belong to an agency.');
  const key = MARK + newToken();
  const createdAt = app.clock();
  const expiresAt = expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MILLISECONDS);
  return inTransaction(app.db, async (tx) => {
    const made = await keys.insertApiKey(tx, {
      ...{ agencyId, name, scopes: [...new Set(scopes)], createdAt, expiresAt, createdBy: actor.accountId },
      prefix: key.slice(0, PREFIX_LENGTH),
      keyHash: hashToken(key),
    });
    await audit(app, tx, actor, { action: 'key.create', entity: 'api-key', entityId: made.id, details: { scopes } });
    return { ...made, key };
  });
}

/** Newest first, with those that no longer work. */
export async function listApiKeys(app: Platform, actor: Actor): Promise<ApiKey[]> {
  const reach = requireReach(actor, 'key.list');
  const agencyId = reach === 'any' || !('agencyId' in actor) ? undefined : (actor.agencyId ?? undefined);
  return keys.listApiKeys(app.db, agencyId);
}

/** From now on the key opens nothing. */
export async function revokeApiKey(app: Platform, actor: Actor, id: string, reason?: ChangeReason): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    requireVisible(actor, 'key.revoke', await keys.findApiKey(tx, id));
    await keys.revokeApiKey(tx, id, app.clock());
    await audit(app, tx, actor, { action: 'key.revoke', entity: 'api-key', entityId: id, ...reasonOf(reason) });
  });
}

/** Who acts with a key. @throws AppError `unauthenticated` for one that opens nothing */
export async function actorOfApiKey(app: Platform, key: string): Promise<Actor> {
  const found = key.startsWith(MARK) ? await keys.findApiKeyByHash(app.db, hashToken(key)) : undefined;
  const now = app.clock();
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now))
    throw new AppError('unauthenticated', 'This API key is unknown, revoked or expired. Ask your lead for a new one.');
  if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) > TOUCH_MILLISECONDS)
    await keys.touchApiKey(app.db, found.id, now);
  return { kind: 'api-key', keyId: found.id, agencyId: found.agencyId, scopes: found.scopes };
}
