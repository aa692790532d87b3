import type { Check } from './check-photo.ts';
import type { UploadState } from './upload-photo.ts';

/** The element that they stand in. */
export interface PhotoOwner extends HTMLElement {
  readonly cards: readonly PhotoCard[];
  /** The photos as they are now, in the real input. */
  sync(): void;
  /** What the server gave to be said. */
  text(name: string): string;
}

/** One chosen photo and how it is shown. */
export interface PhotoCard {
  readonly element: HTMLElement;
  readonly original: File;
  /** As it is sent: the original itself, unless it was turned. */
  file: File;
  /** Of its upload, to go on with after a break. */
  upload: UploadState;
  /** In a form of its own, already taken. */
  isSent: boolean;
  part<T extends Element = HTMLElement>(name: string): T;
}

/** Why a file is not taken, as the name of a text; null when it is. */
export function faultOf({ type, name, size }: File, mostBytes: number): 'kind' | 'large' | null {
  // Browsers give some kinds of photos no type.
  if (!type.startsWith('image/') && !(type === '' && /\.(heic|heif|avif)$/i.test(name))) return 'kind';
  return size > mostBytes ? 'large' : null;
}

/** Show a photo and begin to look at it. */
export async function openCard(owner: PhotoOwner, file: File): Promise<PhotoCard> {
  const template = owner.querySelector<HTMLTemplateElement>('template[data-part="card"]');
  // Into this document: in that of a template no picture loads.
  const element = template && document.importNode(template.content, true).firstElementChild;
  if (!(element instanceof HTMLElement)) throw new Error('no card');
  const card: PhotoCard = {
    element,
    original: file,
    file,
    upload: {},
    isSent: false,
    part: <T extends Element>(name: string) => {
      const found = element.querySelector<T>(`[data-part="${name}"]`);
      if (!found) throw new Error(`no part ${name}`);
      return found;
    },
  };
  card.part('name').textContent = file.name;
  labelDate(card);
  let turns = 0;
  element.querySelector('[data-do="turn"]')?.addEventListener('click', async () => {
    turns = (turns + 1) % 4;
    const { turnPhoto } = await import('./turn-photo.ts');
    card.file = turns === 0 ? file : await turnPhoto(file, turns);
    card.upload = {};
    owner.sync();
    await showPhoto(card);
  });
  void showPhoto(card);
  return card;
}

async function showPhoto(card: PhotoCard): Promise<void> {
  const picture = card.part<HTMLImageElement>('picture');
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(card.file);
  const isShown = await picture.decode().then(
    () => true,
    () => false,
  );
  picture.hidden = !isShown;
  card.part('no-picture').hidden = isShown;
  const turn = card.element.querySelector<HTMLButtonElement>('[data-do="turn"]');
  if (turn) turn.hidden = !isShown;
  if (!isShown) return showVerdict(card, null);
  const { checkPhoto } = await import('./check-photo.ts');
  showVerdict(card, await checkPhoto(picture));
}

function showVerdict(card: PhotoCard, check: Check | null): void {
  const verdict = card.part('verdict');
  const frames = card.part<SVGElement>('faces');
  verdict.dataset.verdict = check?.verdict ?? '';
  verdict.replaceChildren();
  frames.replaceChildren();
  if (!check) return;
  verdict.append(Object.assign(document.createElement('p'), { textContent: check.text }));
  const list = document.createElement('ul');
  for (const reason of check.reasons) list.append(Object.assign(document.createElement('li'), { textContent: reason }));
  if (check.reasons.length > 0) verdict.append(list);
  for (const { left, top, width, height } of check.faces) {
    const frame = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries({ x: left, y: top, width, height, rx: 0.02 }))
      frame.setAttribute(name, String(value));
    frames.append(frame);
  }
}

function labelDate({ element }: PhotoCard): void {
  const [label, input] = [element.querySelector('label'), element.querySelector('input')];
  if (!label || !input) return;
  input.id = `date-${crypto.randomUUID()}`;
  label.htmlFor = input.id;
}
