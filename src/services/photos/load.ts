import type { Actor } from '../../core/actor.ts';
import { AppError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { lockOwner } from '../../db/owner-keys.ts';
import { findPhoto, lockPhoto, type Photo } from '../../db/photos.ts';
import { type Action, reachOf, requireVisible } from '../policy.ts';
import { ownerOf } from './owner-key.ts';

/** What an actor may do, by what the photo belongs to. */
interface ActionsByPurpose {
  readonly reference: Action;
  /** Null: not with photos of sightings. */
  readonly sighting: Action | null;
}

/**
 * A photo of a case or a sighting. The probe of a search shows with its search only.
 *
 * @throws AppError `forbidden`; `not-found` for a photo that is not there, or out of the actor's reach
 */
export async function loadPhoto(db: Database, actor: Actor, actions: ActionsByPurpose, id: string): Promise<Photo> {
  return requireWithin(actor, actions, await findPhoto(db, id));
}

/** The same, and nobody else changes the photo, its faces or the state of its case until the transaction ends. */
export async function loadPhotoToChange(
  tx: Database,
  actor: Actor,
  actions: ActionsByPurpose,
  id: string,
): Promise<Photo> {
  const seen = await loadPhoto(tx, actor, actions, id);
  const owner = ownerOf(seen);
  const state = owner && (await lockOwner(tx, owner));
  const photo = requireWithin(actor, actions, await lockPhoto(tx, id));
  if (!state?.isLive) throw new AppError('conflict', 'The case is closed: its photos stay as they are.');
  return photo;
}

function requireWithin(actor: Actor, { reference, sighting }: ActionsByPurpose, photo: Photo | undefined): Photo {
  const mayBeOfSighting = sighting !== null && reachOf(actor, sighting) === 'any';
  if (photo?.purpose === 'sighting' && mayBeOfSighting) return photo;
  // Whoever may see one kind alone is answered the same of the other kind and of what is not there.
  const action = mayBeOfSighting && reachOf(actor, reference) === 'none' ? sighting : reference;
  return requireVisible(actor, action, photo?.purpose === 'reference' && action === reference ? photo : undefined);
}
