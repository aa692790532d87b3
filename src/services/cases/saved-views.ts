import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import { inTransaction } from '../../db/database.ts';
import * as views from '../../db/saved-views.ts';
import type { Platform } from '../../platform.ts';
import { type AccountActor, requireAccount } from '../accounts/actor.ts';
import { audit } from '../audit.ts';
import { requireReach } from '../policy.ts';

/** More than anybody finds their way in. */
const MOST_VIEWS = 30;

const ViewName = z
  .string()
  .trim()
  .min(1, 'Write a name for this view.')
  .max(60, 'Name of the view: write at most 60 characters.');
export const NewSavedView = z.object({
  name: ViewName,
  /** What stands behind the `?` of the list. */
  query: z.string().max(2000),
  isShared: z.boolean(),
});
export type NewSavedView = z.output<typeof NewSavedView>;

/** A list of cases that somebody wants to find again. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly isShared: boolean;
  /** Null: one's own. */
  readonly madeBy: string | null;
}

/** One's own views of the list of cases, and those that colleagues share. A view shows what its reader may see. */
export async function listSavedViewsFor(app: Platform, actor: Actor): Promise<SavedView[]> {
  const { accountId, agencyId } = requireKeeper(actor);
  const rows = await views.listSavedViews(app.db, { accountId, agencyId });
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, query: row.query, isShared: row.agencyId !== null },
    madeBy: row.accountId === accountId ? null : row.madeBy,
  }));
}

/** @throws AppError `conflict` when there is one of this name, or there are too many */
export async function saveView(app: Platform, actor: Actor, { isShared, ...view }: NewSavedView): Promise<void> {
  const { accountId, agencyId } = requireKeeper(actor);
  await inTransaction(app.db, async (tx) => {
    if ((await views.countSavedViews(tx, accountId)) >= MOST_VIEWS)
      throw new AppError('conflict', `You have ${MOST_VIEWS} views already. Remove one first.`);
    const shared = isShared ? agencyId : null;
    const id = await views.insertSavedView(tx, { ...view, agencyId: shared, accountId, at: app.clock() });
    if (id === undefined) throw taken(view.name);
    await audit(app, tx, actor, {
      action: 'saved-view.add',
      entity: 'saved-view',
      entityId: id,
      details: { isShared },
    });
  });
}

/** Rename a view of one's own, share it, or no longer. */
export async function changeView(
  app: Platform,
  actor: Actor,
  id: string,
  { name, isShared }: Omit<NewSavedView, 'query'>,
): Promise<void> {
  const { accountId, agencyId } = requireKeeper(actor);
  await inTransaction(app.db, async (tx) => {
    if (!(await views.lockSavedView(tx, id, accountId))) throw noSuchView();
    const change = { id, accountId, name, agencyId: isShared ? agencyId : null };
    if (!(await views.updateSavedView(tx, change))) throw taken(name);
    await audit(app, tx, actor, {
      action: 'saved-view.edit',
      entity: 'saved-view',
      entityId: id,
      details: { isShared },
    });
  });
}

/** @returns the view, so that it can be brought back */
export async function removeView(app: Platform, actor: Actor, id: string): Promise<NewSavedView> {
  const { accountId } = requireKeeper(actor);
  return inTransaction(app.db, async (tx) => {
    const view = await views.lockSavedView(tx, id, accountId);
    if (!view) throw noSuchView();
    await views.deleteSavedView(tx, id);
    await audit(app, tx, actor, { action: 'saved-view.remove', entity: 'saved-view', entityId: id });
    return { name: view.name, query: view.query, isShared: view.agencyId !== null };
  });
}

/** Whoever may see lists of cases may keep views of them; programs keep their own. */
function requireKeeper(actor: Actor): AccountActor {
  requireReach(actor, 'case.list');
  return requireAccount(actor);
}

const noSuchView = () => new AppError('not-found', 'There is no such view of yours.');
const taken = (name: string) => new AppError('conflict', `You have a view «${name}» already. Choose another name.`);
