import { AppError, messageOf } from '../../core/errors.ts';
import { loadChanges } from '../../db/gallery/changes.ts';
import { galleryName } from '../../db/gallery/contract.ts';
import { followTemplates } from '../../db/gallery/follow.ts';
import { loadTemplates } from '../../db/gallery/load.ts';
import { findAnyTemplate } from '../../db/searches.ts';
import { decodeTemplate } from '../../gallery/code.ts';
import { openGallery } from '../../gallery/exact.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { openTemplate } from '../../gallery/sealed.ts';
import type { Platform } from '../../platform.ts';
import type { FaceIndex, IndexedModel } from './contract.ts';
import { countReferences } from './counted-gallery.ts';

/**
 * When PostgreSQL crashes, it gives numbers of transactions again that it had not written down: what is changed then may
 * have a lower number than what was read before. After a lost connection changes are read again from so many back.
 */
const NUMBERS_GIVEN_AGAIN = 1_000_000n;

/** Open the index of this process; it is filled by the first `catchUp`. */
export async function openFaceIndex(app: Platform): Promise<FaceIndex> {
  const { models } = await app.engine();
  const galleries = new Map<string, Gallery>();
  let revision = 0;
  let since: string | null = null;
  let mayHaveCrashed = false;
  const options = { galleries, openKey: app.vault.open };
  const open = async (model: IndexedModel): Promise<void> => {
    const length = await vectorLength(app, model);
    if (length === null) return;
    const gallery = countReferences(openGallery({ length }), () => revision++);
    const name = galleryName({ model: model.id, version: model.version });
    const loaded = await loadTemplates({
      ...options,
      databaseUrl: app.databaseUrl,
      galleries: new Map([[name, gallery]]),
    });
    galleries.set(name, gallery);
    revision++;
    since = earlier(since, loaded.since);
    warn(app, loaded.unreadable);
  };
  const load = async () => {
    for (const model of models)
      if (!galleries.has(galleryName({ model: model.id, version: model.version }))) await open(model);
    if (since === null) return;
    const changed = await loadChanges(app.db, { ...options, since: mayHaveCrashed ? wellBefore(since) : since });
    since = changed.since;
    mayHaveCrashed = false;
    warn(app, changed.unreadable);
  };
  const catchUp = inTurn(load);
  const follower = followTemplates({
    databaseUrl: app.databaseUrl,
    onChange: () => void catchUp().catch((error: unknown) => warnOf(app, error)),
    onError: (error) => {
      mayHaveCrashed = true;
      warnOf(app, error);
    },
  });
  return {
    models,
    get revision() {
      return revision;
    },
    catchUp,
    embeddingsOf: (faceId) =>
      models.flatMap(({ id, version }) => {
        const vector = galleries.get(galleryName({ model: id, version }))?.vectorOf(faceId);
        return vector ? [{ model: id, version, vector }] : [];
      }),
    nearest: async ({ model, version, vector }, k, searchOptions) =>
      galleries.get(galleryName({ model, version }))?.search(vector, k, searchOptions) ?? [],
    async close() {
      await follower.close();
      await catchUp().catch(() => undefined);
      for (const gallery of galleries.values()) await gallery.close();
    },
  };
}

/** Numbers in a vector of a model, as the first template tells; null while there is none. */
async function vectorLength(app: Platform, model: IndexedModel): Promise<number | null> {
  const found = await findAnyTemplate(app.db, model);
  if (!found) return null;
  const code = openTemplate(app.vault.open(found.key), found.sealed, found.owner);
  if (!code) throw new AppError('unavailable', 'A face template cannot be opened: it was damaged. Restore a backup.');
  return decodeTemplate(code).length;
}

/** Transactions are numbered as they begin; what one of two loads may have missed, the other's number covers. */
function earlier(first: string | null, second: string): string {
  return first !== null && BigInt(first) < BigInt(second) ? first : second;
}

function wellBefore(since: string): string {
  const before = BigInt(since) - NUMBERS_GIVEN_AGAIN;
  return String(before > 0n ? before : 0n);
}

/** One run at a time; whoever asks while one is under way waits for the next, shared with all who wait. */
function inTurn(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        running = run();
        return running;
      });
    return next;
  };
}

function warn(app: Platform, unreadable: readonly string[]): void {
  if (unreadable.length > 0) app.log.error({ faces: unreadable.length }, 'templates cannot be opened: damaged');
}

function warnOf(app: Platform, error: unknown): void {
  app.log.warn({ error: messageOf(error) }, 'search index behind the database');
}
