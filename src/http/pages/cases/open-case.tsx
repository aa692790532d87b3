import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { facesOfCases } from '../../../services/cases/case-faces.ts';
import type { StaffCase } from '../../../services/cases/case-view.ts';
import { ViewReason, viewCase } from '../../../services/cases/view.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { showGuardianCase } from '../guardian/guardian-pages.tsx';
import { faceUrlOf } from './list-routes.tsx';
import { WhyPage } from './why.tsx';

/** What every page of a case shows on top. */
export interface CaseHead {
  readonly file: StaffCase;
  readonly faceUrl: string | null;
  readonly undo: Undo | null;
}

/**
 * Look at a case as somebody of its agency, and go on with it. A guardian gets their own view of it instead, and whoever
 * must say why they look is asked first.
 */
export async function withCase(
  app: Platform,
  c: Context<Env>,
  show: (head: CaseHead) => Promise<Response>,
): Promise<Response> {
  const { actor } = c.var;
  const id = c.req.param('id') ?? '';
  if (actor.kind === 'account' && actor.role === 'guardian') return showGuardianCase(app, c, id);
  const reason = ViewReason.safeParse(getCookie(c, WHY)).data;
  const file = await viewCase(app, actor, id, { reason }).catch((error: unknown) => {
    // The one thing about a look that can be wrong: its reason is missing.
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  });
  if (file?.view !== 'staff') return askWhy(c, id, EMPTY_FORM);
  const faces = await facesOfCases(app, actor, [id]);
  return show({ file, faceUrl: faceUrlOf(app, c, faces.get(id)), undo: takeUndo(c, id) });
}

const WHY = 'homeward-why';
/** A reason holds for a piece of work, not for a whole day. */
const WHY_SECONDS = 30 * 60;

/** Ask why somebody looks. */
export function askWhy(c: Context<Env>, id: string, form: FormState): Response {
  return renderPage(c, <WhyPage id={id} form={form} next={c.var.page.path} />, form === EMPTY_FORM ? 200 : 422);
}

/** Remember for the pages of this case why somebody looks at it. */
export function keepWhy(c: Context<Env>, id: string, reason: ViewReason): void {
  setCookie(c, WHY, reason, { path: `/cases/${id}`, maxAge: WHY_SECONDS, httpOnly: true, sameSite: 'Lax' });
}

const Undo = z.discriminatedUnion('what', [
  z.object({ what: z.literal('unlink'), sightingId: z.uuid(), number: z.string(), reason: z.string() }),
  z.object({ what: z.literal('publicity'), isPublic: z.boolean() }),
]);
/** What was just done and can be taken back. */
export type Undo = z.output<typeof Undo>;

const UNDO = 'homeward-undo';
const UNDO_SECONDS = 10 * 60;

/** Offer to take something back, on the next page of the case. What it takes to do so stays with the person. */
export function offerUndo(c: Context<Env>, id: string, undo: Undo): void {
  const value = Buffer.from(JSON.stringify(undo)).toString('base64url');
  setCookie(c, UNDO, value, { path: `/cases/${id}`, maxAge: UNDO_SECONDS, httpOnly: true, sameSite: 'Lax' });
}

/** What can be taken back; offered until something else is done. */
export function takeUndo(c: Context<Env>, id: string, isDone = false): Undo | null {
  const value = getCookie(c, UNDO);
  if (!value) return null;
  if (isDone) deleteCookie(c, UNDO, { path: `/cases/${id}` });
  try {
    return Undo.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    // Not what we gave: nothing to offer.
    return null;
  }
}
