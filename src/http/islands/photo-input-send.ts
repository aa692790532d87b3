import { LineError } from './before-send.ts';
import type { PhotoCard, PhotoOwner } from './photo-input-card.ts';
import { PhotoRefused, uploadPhoto } from './upload-photo.ts';

/**
 * Send the photos of a form ahead of it, and put their ids in their place.
 *
 * References go one form each: all but the last by themselves, the last as the form that is answered with a page.
 *
 * @returns whether the form may go @throws LineError
 */
export async function sendPhotos(form: HTMLFormElement, owner: PhotoOwner): Promise<boolean> {
  const isEachAlone = owner.dataset.kind === 'reference';
  const waiting = owner.cards.filter(({ isSent }) => !isSent);
  const ids: string[] = [];
  for (const [index, card] of waiting.entries()) {
    const id = await sendOne(owner, card);
    if (id === null) return false;
    ids.push(id);
    if (!isEachAlone) continue;
    if (index === waiting.length - 1) useAlone(form, card, id);
    else if (!(await postAlone(form, owner, { card, id }))) return false;
  }
  if (!isEachAlone) for (const id of ids) form.append(hiddenField('upload', id));
  const input = owner.querySelector<HTMLInputElement>('input[type="file"]');
  if (input) input.disabled = true;
  return true;
}

/** @returns the id of the upload; null when the server does not take the photo */
async function sendOne(owner: PhotoOwner, card: PhotoCard): Promise<string | null> {
  const progress = card.part<HTMLProgressElement>('progress');
  const error = card.part('error');
  progress.hidden = false;
  error.hidden = true;
  try {
    return await uploadPhoto(card.file, card.upload, (share) => {
      progress.value = share;
    });
  } catch (fault) {
    if (fault instanceof LineError) {
      say(card, owner.text('line'));
      throw fault;
    }
    if (!(fault instanceof PhotoRefused)) throw fault;
    progress.hidden = true;
    say(card, fault.message || owner.text('failed'));
    return null;
  }
}

/** The form as it stands, for this photo. @returns whether it was taken */
async function postAlone(
  form: HTMLFormElement,
  owner: PhotoOwner,
  { card, id }: { readonly card: PhotoCard; readonly id: string },
): Promise<boolean> {
  const body = new FormData(form);
  for (const { name } of owner.querySelectorAll<HTMLInputElement>('input[type="file"]')) body.delete(name);
  body.set('upload', id);
  body.set('capturedOn', dateOf(card));
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => {
    throw new LineError();
  });
  if (answer.ok || answer.type === 'opaqueredirect') {
    card.isSent = true;
    card.part('sent').hidden = false;
    card.part('progress').hidden = true;
    for (const tool of card.element.querySelectorAll<HTMLElement>('.photo-tools, .field')) tool.hidden = true;
    return true;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  say(card, page.querySelector('#errors li, .lede')?.textContent?.trim() || owner.text('failed'));
  return false;
}

function useAlone(form: HTMLFormElement, card: PhotoCard, id: string): void {
  for (const old of form.querySelectorAll('input[type="hidden"]:is([name="upload"], [name="capturedOn"])'))
    old.remove();
  form.append(hiddenField('upload', id), hiddenField('capturedOn', dateOf(card)));
}

function dateOf(card: PhotoCard): string {
  return card.part<HTMLInputElement>('date').value;
}

function say(card: PhotoCard, text: string): void {
  const error = card.part('error');
  error.textContent = text;
  error.hidden = false;
}

function hiddenField(name: string, value: string): HTMLInputElement {
  return Object.assign(document.createElement('input'), { type: 'hidden', name, value });
}
