import { randomInt } from 'node:crypto';
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { insertSpentProof } from '../../db/protection.ts';
import type { Platform } from '../../platform.ts';
import { countRequest } from './limits.ts';

/**
 * [Note: proof of work] A device computes for a moment before it may send: nothing to a person, a price to a flood.
 * No third party is asked, and nobody has to recognise traffic lights.
 *
 * One step is PBKDF2 with this many rounds. A challenge takes LEAST_STEPS steps or up to twice as many, and more for a
 * network that asks for many: the first ones take a fifth of a second on a server's core, phones several times that.
 */
const ROUNDS = 2000;
const LEAST_STEPS = 150;
const MOST_TIMES = 16;
/** Challenges an hour that cost a network no more than the first. */
const CHEAP = 10;

const VALID_SECONDS = 3600;
const CHALLENGES = { name: 'proof-of-work', requests: 240, seconds: 3600 };

/** As the ALTCHA widget sends it: JSON in base64. Only what is checked here is read. */
const Payload = z.object({
  challenge: z.object({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: z.string().max(100),
      salt: z.string().max(100),
      cost: z.literal(ROUNDS),
      keyLength: z.literal(32),
      keyPrefix: z.string().max(64),
      keySignature: z.string().max(128),
      // The library's own expiry goes by the computer's clock, not by Homeward's.
      data: z.object({ validUntil: z.int() }),
    }),
    signature: z.string().max(128),
  }),
  solution: z.object({ counter: z.int().min(0).max(0xffffffff), derivedKey: z.string().max(128) }),
});
const LONGEST_PAYLOAD = 4000;

/** A proof that was checked and not yet spent. */
export interface Proof {
  readonly id: string;
  readonly expiresAt: Date;
}

/** A new challenge for a network. @throws AppError `too-many` */
export async function newChallenge(app: Platform, network: string): Promise<Challenge> {
  const asked = await countRequest(app, network, CHALLENGES);
  const least = LEAST_STEPS * Math.min(MOST_TIMES, Math.ceil(asked / CHEAP));
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: ROUNDS,
    counter: randomInt(least, 2 * least),
    deriveKey,
    data: { validUntil: Math.floor(app.clock().getTime() / 1000) + VALID_SECONDS },
    ...signatures(app),
  });
}

/** Check a solution, without spending it. @throws AppError `invalid` for one that is wrong or too old */
export async function checkProof(app: Platform, payload: string): Promise<Proof> {
  const { challenge, solution } = readPayload(payload);
  const { nonce, data } = challenge.parameters;
  const { verified } = await verifySolution({ challenge, solution, deriveKey, ...signatures(app) });
  const expiresAt = new Date(data.validUntil * 1000);
  if (!verified || expiresAt <= app.clock()) throw unsolved();
  return { id: nonce, expiresAt };
}

/** Spend a proof in the transaction of what it pays for. @throws AppError `conflict` when it paid for something before */
export async function spendProof(tx: Database, { id, expiresAt }: Proof): Promise<void> {
  if (!(await insertSpentProof(tx, id, expiresAt)))
    throw new AppError('conflict', 'This was sent already. Reload the page to send something else.');
}

function readPayload(payload: string): z.output<typeof Payload> {
  if (payload.length > LONGEST_PAYLOAD) throw unsolved();
  try {
    return Payload.parse(JSON.parse(Buffer.from(payload, 'base64').toString()));
  } catch (cause) {
    throw unsolved(cause);
  }
}

function signatures(app: Platform) {
  return {
    hmacSignatureSecret: Buffer.from(app.secret('proof of work')).toString('hex'),
    hmacKeySignatureSecret: Buffer.from(app.secret('proof of work, solution')).toString('hex'),
  };
}

function unsolved(cause?: unknown): AppError {
  return new AppError('invalid', 'The check against spam failed or is too old. Reload the page and send it again.', {
    cause,
  });
}
