import { createHmac } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import { insertRequest } from '../../db/protection.ts';
import type { Platform } from '../../platform.ts';

/** At most so many requests in so many seconds. */
export interface Limit {
  /** What is limited: each name counts for itself. */
  readonly name: string;
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Count a request of somebody, in all processes together.
 *
 * @param who a network, an account, a tracking code: kept as an HMAC only, until the time is over
 * @returns how many there were in this time
 * @throws AppError `too-many` with when to come back
 */
export async function countRequest(app: Platform, who: string | Uint8Array, limit: Limit): Promise<number> {
  const now = app.clock();
  const length = limit.seconds * 1000;
  const window = Math.floor(now.getTime() / length);
  const expiresAt = new Date((window + 1) * length);
  const key = createHmac('sha256', app.secret('limits')).update(`${limit.name} ${window} `).update(who).digest();
  const requests = await insertRequest(app.db, key, expiresAt);
  if (requests <= limit.requests) return requests;
  const minutes = Math.ceil((expiresAt.getTime() - now.getTime()) / 60_000);
  throw new AppError('too-many', `Too many requests from you or your network. Try again in ${inMinutes(minutes)}.`);
}

function inMinutes(minutes: number): string {
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
