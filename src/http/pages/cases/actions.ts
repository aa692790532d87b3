import type { TextKey } from '../../../adapters/texts.ts';
import type { Actor } from '../../../core/actor.ts';
import type { Platform } from '../../../platform.ts';
import { PROTECTED_REASONS } from '../../../services/cases/case-view.ts';
import { Protection, setProtection, setPublicity } from '../../../services/cases/publicity.ts';
import {
  Opening,
  openCase,
  Reopening,
  Resolution,
  reopenCase,
  resolveCase,
  Withdrawal,
  withdrawCase,
} from '../../../services/cases/state.ts';
import type { Action } from '../../../services/policy.ts';

/** Something that is done to a case as a whole, on a page that first says what follows. */
export interface CaseAction {
  readonly permission: Action;
  readonly consequences: readonly TextKey[];
  /** Codes to choose from; the last one leaves it to the words. */
  readonly reasons: readonly string[];
  /** Whether the reason is also asked for in own words, which are kept as a note of the agency. */
  readonly asksWords: boolean;
  readonly isDanger: boolean;
  readonly done: TextKey;
  readonly run: (app: Platform, actor: Actor, id: string, values: Readonly<Record<string, string>>) => Promise<unknown>;
}

const CASE_ACTIONS = {
  open: {
    permission: 'case.open',
    consequences: ['cases.open-1', 'cases.open-2'],
    reasons: [],
    asksWords: false,
    isDanger: false,
    done: 'cases.opened',
    run: (app, actor, id, values) =>
      openCase(app, actor, id, Opening.parse({ noPhotoYet: values.noPhotoYet === 'yes' })),
  },
  resolve: {
    permission: 'case.close',
    consequences: ['cases.close-1', 'cases.close-2', 'cases.close-3', 'cases.close-4'],
    reasons: Resolution.shape.reason.options,
    asksWords: true,
    isDanger: true,
    done: 'cases.resolved',
    run: (app, actor, id, values) => resolveCase(app, actor, id, Resolution.parse({ reason: values.code })),
  },
  withdraw: {
    permission: 'case.close',
    consequences: ['cases.close-1', 'cases.close-2', 'cases.close-3', 'cases.close-4'],
    reasons: Withdrawal.shape.reason.options,
    asksWords: true,
    isDanger: true,
    done: 'cases.withdrawn',
    run: (app, actor, id, values) => withdrawCase(app, actor, id, Withdrawal.parse({ reason: values.code })),
  },
  reopen: {
    permission: 'case.reopen',
    consequences: ['cases.reopen-1', 'cases.reopen-2'],
    reasons: Reopening.shape.reason.options,
    asksWords: true,
    isDanger: false,
    done: 'cases.reopened',
    run: (app, actor, id, values) => reopenCase(app, actor, id, Reopening.parse({ reason: values.code })),
  },
  publish: {
    permission: 'case.publish',
    consequences: ['cases.publish-1', 'cases.publish-2', 'cases.publish-3', 'cases.publish-4'],
    reasons: [],
    asksWords: true,
    isDanger: true,
    done: 'cases.published',
    run: (app, actor, id) => setPublicity(app, actor, id, { isPublic: true }),
  },
  unpublish: {
    permission: 'case.publish',
    consequences: ['cases.unpublish-1'],
    reasons: [],
    asksWords: false,
    isDanger: false,
    done: 'cases.unpublished',
    run: (app, actor, id) => setPublicity(app, actor, id, { isPublic: false }),
  },
  protect: {
    permission: 'case.protect',
    consequences: ['cases.protect-1', 'cases.protect-2', 'cases.protect-3', 'cases.protect-4', 'cases.protect-5'],
    reasons: PROTECTED_REASONS,
    asksWords: true,
    isDanger: true,
    done: 'cases.protection-on',
    run: (app, actor, id, values) => setProtection(app, actor, id, Protection.parse({ reason: values.code })),
  },
  unprotect: {
    permission: 'case.unprotect',
    consequences: ['cases.unprotect-1', 'cases.unprotect-2'],
    reasons: [],
    asksWords: true,
    isDanger: true,
    done: 'cases.protection-off',
    run: (app, actor, id) => setProtection(app, actor, id, { reason: null }),
  },
} as const satisfies Record<string, CaseAction>;

type CaseActionName = keyof typeof CASE_ACTIONS;

/** In paths. */
export const ACTION = `{${Object.keys(CASE_ACTIONS).join('|')}}`;

export function actionNamed(name: string): CaseAction {
  return CASE_ACTIONS[name as CaseActionName];
}
