/** Longest side of the copy that is looked at, pixels. */
const SIDE = 1280;
const LONGEST_MILLISECONDS = 30_000;

/** What would be said of a photo; faces as shares of width and height. */
export interface Check {
  readonly verdict: string;
  readonly text: string;
  readonly reasons: readonly string[];
  readonly faces: readonly { left: number; top: number; width: number; height: number }[];
}

/** What the server says of a small copy of a photo; it keeps nothing. Null where it cannot say. */
export async function checkPhoto(picture: HTMLImageElement): Promise<Check | null> {
  const copy = await copyOf(picture);
  if (!copy || !navigator.onLine) return null;
  const headers = { accept: 'application/json', 'content-type': 'image/jpeg' };
  const signal = AbortSignal.timeout?.(LONGEST_MILLISECONDS) ?? null;
  for (const pause of [0, 3000, 6000]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const answer = await fetch('/photo-check', { method: 'POST', headers, body: copy, signal }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Check;
    // Busy with another photo: a moment later it may not be.
    if (answer?.status !== 503) return null;
  }
  return null;
}

function copyOf(picture: HTMLImageElement): Promise<Blob | null> {
  const { naturalWidth, naturalHeight } = picture;
  const scale = Math.min(1, SIDE / Math.max(naturalWidth, naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(naturalWidth * scale);
  canvas.height = Math.round(naturalHeight * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
}
