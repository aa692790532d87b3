import { z } from 'zod';

/** Why something about an account, a session or a key was changed: codes, since the audit log never forgets. */
export const CHANGE_REASONS = [
  'left',
  'other-duties',
  'lost-device',
  'suspected-misuse',
  'mistake',
  'asked',
  'other',
] as const;

export const ChangeReason = z.enum(CHANGE_REASONS, 'Say why.');
export type ChangeReason = z.output<typeof ChangeReason>;

/** The part of an audit entry that says why, where somebody did. */
export function reasonOf(reason: ChangeReason | undefined): { reasonCode?: string } {
  return reason === undefined ? {} : { reasonCode: reason };
}
