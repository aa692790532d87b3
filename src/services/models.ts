import type { Actor } from '../core/actor.ts';
import { inTransaction } from '../db/database.ts';
import { knownModels, type ModelEntry, type ModelState, modelState, readManifest } from '../face/models.ts';
import type { Platform } from '../platform.ts';
import { audit } from './audit.ts';
import { requirePermission } from './policy.ts';

/** A network as people look it up. */
export interface ModelView extends Omit<ModelEntry, 'source'> {
  readonly state: ModelState;
  /** Whether the profile of this deployment uses it. */
  readonly isInUse: boolean;
  /** Where the weights were fetched; null for one that the deployment added. */
  readonly origin: string | null;
}

/** The card of each network that Homeward knows. Each file is hashed, so that «whole» is true now. */
export async function listModels(app: Platform, actor: Actor): Promise<ModelView[]> {
  requirePermission(actor, 'model.view');
  const { modelsDir, profile } = app.config;
  const manifest = await readManifest();
  const views: ModelView[] = [];
  for (const { source, ...entry } of await knownModels(modelsDir, manifest)) {
    const version = source && manifest.packages[source.package]?.version;
    views.push({
      ...entry,
      state: await modelState(modelsDir, { ...entry, source }),
      isInUse: entry.profiles.includes(profile),
      origin: source && `npm: ${source.package}@${version}`,
    });
  }
  await inTransaction(app.db, (tx) => audit(app, tx, actor, { action: 'model.view' }));
  return views;
}
