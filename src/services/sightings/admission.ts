import type { Actor } from '../../core/actor.ts';
import { DAY_MILLISECONDS } from '../../core/dates.ts';
import { countPhotosOfSource } from '../../db/sightings.ts';
import type { Platform } from '../../platform.ts';
import { countRequest } from '../protection/limits.ts';
import { checkProof, type Proof } from '../protection/proof-of-work.ts';
import { networkOf, sourceOf } from '../protection/sources.ts';

/**
 * [Note: floods] Nobody is asked who they are, and no report is refused for what it looks like; so a flood is held off
 * by what it costs and where it waits.
 *
 * - Each report comes with a proof of work, which a browser makes by itself. Without script there is none: such reports
 *   are few an hour for a network, and wait behind those with one.
 * - A hidden field that only programs fill in makes a report count as one without proof. It is not thrown away: a
 *   browser that fills in forms by itself may have done it for somebody who saw a child.
 * - The analysis of a photo waits behind those of senders who sent fewer within a day. A sender is a network, an account
 *   or a program. So the first photo of anybody comes before the second of a flood.
 */
const WITH_PROOF = { name: 'sighting', requests: 30, seconds: 3600 };
const WITHOUT_PROOF = { name: 'sighting-without-proof', requests: 3, seconds: 3600 };
const OF_ACCOUNTS = { name: 'sighting-of-account', requests: 600, seconds: 3600 };

/** How many photos of its sender a report without proof waits behind, before it has sent any. */
const HANDICAP = 20;

/** Leave to report, given before a photo is read. */
export interface Admission {
  readonly source: Buffer;
  /** To be spent with the report; null for staff, programs and reports without proof. */
  readonly proof: Proof | null;
  readonly isTrusted: boolean;
}

/**
 * Let a report in, or say why not.
 *
 * @param given what stands in the form: the solved proof, and the field that people do not see
 * @throws AppError `too-many`; `invalid` for a proof that is none
 */
export async function admitReport(
  app: Platform,
  actor: Actor,
  address: string,
  given: { readonly proof: string | null; readonly trap: string | null },
): Promise<Admission> {
  const source = sourceOf(app, actor, address);
  if (actor.kind !== 'public') {
    await countRequest(app, source, OF_ACCOUNTS);
    return { source, proof: null, isTrusted: true };
  }
  const proof = given.proof ? await checkProof(app, given.proof) : null;
  const isTrusted = proof !== null && !given.trap;
  await countRequest(app, networkOf(address), isTrusted ? WITH_PROOF : WITHOUT_PROOF);
  return { source, proof, isTrusted };
}

/** Priority of the analysis of a source's next photo: 0 for its first of the day, then falling. */
export async function nextPriority(app: Platform, { source, isTrusted }: Admission): Promise<number> {
  const since = new Date(app.clock().getTime() - DAY_MILLISECONDS);
  const sent = await countPhotosOfSource(app.db, source, since);
  return -(sent + (isTrusted ? 0 : HANDICAP));
}
