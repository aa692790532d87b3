import type { EnrolledPhoto } from './enrol-photo.ts';
import type { Problem } from './roster.ts';

/** sha256 of each photo that could be read, by `child/photo`. */
export type Seen = ReadonlyMap<string, string>;

/** Photos that are not as the last `homeward enrol` left them, as `child/photo`. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** @returns null when nothing was enrolled before */
export function changesSince(before: Seen | null, now: Seen): Changes | null {
  if (!before) return null;
  return {
    added: [...now.keys()].filter((name) => !before.has(name)),
    changed: [...now].filter(([name, sha256]) => before.has(name) && before.get(name) !== sha256).map(([name]) => name),
    removed: [...before.keys()].filter((name) => !now.has(name)),
  };
}

/** A copy of a photo says nothing new and would count twice. */
export function withoutCopies(child: string, photos: readonly EnrolledPhoto[], problems: Problem[]): EnrolledPhoto[] {
  const first = new Map<string, EnrolledPhoto>();
  return photos.filter((photo) => {
    const key = faceKey(photo);
    const earlier = first.get(key);
    if (!earlier) first.set(key, photo);
    else
      problems.push({
        where: `${child}/${photo.photo}`,
        message: `The same photo as ${earlier.photo}; it is used once.`,
      });
    return !earlier;
  });
}

/**
 * The same face of the same photo in the folders of two children.
 *
 * Both stay enrolled: leaving one out could lose a child. Siblings in one photo are fine once each face is chosen.
 */
export function sharedFaces(
  children: readonly { readonly child: string; readonly photos: readonly EnrolledPhoto[] }[],
): Problem[] {
  const owners = new Map<string, string>();
  return children.flatMap(({ child, photos }) =>
    photos.flatMap((photo) => {
      const where = `${child}/${photo.photo}`;
      const owner = owners.get(faceKey(photo));
      if (!owner) owners.set(faceKey(photo), where);
      if (!owner) return [];
      const message = `The same face of the same photo as ${owner}. One face cannot be two children: remove the wrong copy, or, if it is one child, put the photos into one folder. Until then both are searched for.`;
      return [{ where, message }];
    }),
  );
}

function faceKey({ sha256, number }: EnrolledPhoto): string {
  return `${sha256} ${number}`;
}
