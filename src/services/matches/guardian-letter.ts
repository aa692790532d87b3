import type { Actor } from '../../core/actor.ts';
import { findMatchStory, findRecipient } from '../../db/alerts.ts';
import type { Platform } from '../../platform.ts';
import { requireVisible } from '../policy.ts';

/** What the guardian would read, and whether one can be told at all. */
export interface GuardianLetter {
  /** `protected`: nobody is told by Homeward; `no-guardian`: there is nobody with an account. */
  readonly obstacle: 'protected' | 'no-guardian' | null;
  /** Language of the guardian's account; null without one. */
  readonly locale: string | null;
  readonly child: string;
  readonly agency: string;
  readonly phone: string | null;
  readonly number: string;
}

/** For the officer who is about to release a match. @throws AppError `not-found`, also out of reach */
export async function previewGuardianLetter(app: Platform, actor: Actor, matchId: string): Promise<GuardianLetter> {
  const story = requireVisible(actor, 'match.release', await findMatchStory(app.db, matchId));
  const guardian = story.guardianId === null ? undefined : await findRecipient(app.db, story.guardianId);
  const { childName: child, agencyName: agency, agencyPhone: phone, number, isProtected } = story;
  const obstacle = isProtected ? 'protected' : guardian ? null : 'no-guardian';
  return { obstacle, locale: guardian?.locale ?? null, child, agency, phone, number };
}
