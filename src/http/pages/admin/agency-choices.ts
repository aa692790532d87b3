import type { Actor } from '../../../core/actor.ts';
import type { Platform } from '../../../platform.ts';
import { listAgencies } from '../../../services/accounts/agencies.ts';

/** More agencies than that nobody finds in a list. */
const MOST = 1000;

export type AgencyNames = ReadonlyMap<string, string>;

/** The names of agencies, by id. */
export async function loadAgencies(app: Platform, actor: Actor): Promise<AgencyNames> {
  const { items } = await listAgencies(app, actor, { limit: MOST });
  return new Map(items.map(({ id, name }) => [id, name]));
}
