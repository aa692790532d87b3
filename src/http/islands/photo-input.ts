import { beforeSend, LineError } from './before-send.ts';
import type { PhotoCard, PhotoOwner } from './photo-input-card.ts';

/**
 * Photos for a form: chosen, dropped, pasted or taken here, shown, turned, looked at, and sent ahead of the form.
 *
 * The photos stand in the real `<input type="file">`, so the form would go without this script's help as well.
 */
class PhotoInput extends HTMLElement implements PhotoOwner {
  readonly cards: PhotoCard[] = [];

  get #input() {
    return this.querySelector<HTMLInputElement>(':scope > input[type="file"]');
  }

  connectedCallback() {
    const input = this.#input;
    const form = this.closest('form');
    if (!input || !form) return;
    this.#part('.photo-ways').hidden = false;
    this.#hide(input);
    // From now on each photo has a date of its own; what arrived before has this one.
    if (!this.querySelector('.photo-kept')) this.querySelector(':scope > [data-part="date"]')?.remove();
    input.addEventListener('change', () => void this.add([...(input.files ?? [])]));
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.dataset.do === 'choose') input.click();
      if (button?.dataset.do === 'camera') void this.#openCamera();
    });
    this.#takeDropped();
    beforeSend(form, 'photos', () => this.#send(form));
    form.addEventListener('unsent', () => this.refuse('line'));
  }

  /** Take photos; those that cannot be taken are told of. */
  async add(files: readonly File[]) {
    if (files.length === 0) return;
    this.refuse(null);
    const { openCard, faultOf } = await import('./photo-input-card.ts');
    const most = Number(this.dataset.most);
    if (most === 1) for (const card of this.cards.splice(0)) card.element.remove();
    for (const file of files) {
      const fault = this.cards.length >= most ? 'many' : faultOf(file, Number(this.dataset.mostBytes));
      if (fault) this.refuse(fault);
      else if (!this.cards.some(({ original: { name, size } }) => name === file.name && size === file.size))
        this.#show(await openCard(this, file));
    }
    this.sync();
  }

  /** The photos as they are now, in the real input. */
  sync() {
    const input = this.#input;
    if (!input) return;
    const transfer = new DataTransfer();
    for (const { file } of this.cards) transfer.items.add(file);
    input.files = transfer.files;
    this.#part('.photo-list').hidden = this.cards.length === 0;
  }

  /** Say why a photo was not taken. @param name of the text, or the text itself */
  refuse(name: string | null) {
    const line = this.#part('[data-part="refused"]');
    line.hidden = name === null;
    line.textContent = name === null ? '' : this.text(name);
  }

  text(name: string): string {
    const texts = this.querySelector<HTMLTemplateElement>('template[data-part="texts"]');
    return texts?.content.querySelector(`[data-text="${name}"]`)?.textContent ?? name;
  }

  #show(card: PhotoCard) {
    this.cards.push(card);
    this.#part('.photo-list').append(card.element);
    card.element.querySelector('[data-do="remove"]')?.addEventListener('click', () => {
      this.cards.splice(this.cards.indexOf(card), 1);
      card.element.remove();
      this.refuse(null);
      this.sync();
      this.querySelector<HTMLElement>('[data-do="choose"]')?.focus();
    });
  }

  async #send(form: HTMLFormElement): Promise<boolean> {
    if (this.cards.length === 0) return true;
    const { sendPhotos } = await import('./photo-input-send.ts').catch(() => {
      throw new LineError();
    });
    return sendPhotos(form, this);
  }

  async #openCamera() {
    const { openCamera } = await import('./photo-input-camera.ts');
    const photo = await openCamera(this);
    if (photo) await this.add([photo]);
  }

  #takeDropped() {
    for (const type of ['dragover', 'dragleave', 'drop'])
      this.addEventListener(type, (event) => {
        const { dataTransfer } = event as DragEvent;
        if (!dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        this.classList.toggle('is-over', type === 'dragover');
        if (type === 'drop') void this.add([...dataTransfer.files]);
      });
    document.addEventListener('paste', ({ clipboardData }) => {
      const photos = [...(clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (this.isConnected) void this.add(photos);
    });
  }

  /** The button beside it takes over its place: its name, and links to it. */
  #hide(input: HTMLInputElement) {
    const button = this.querySelector('[data-do="choose"]');
    const { id } = input;
    input.hidden = true;
    input.removeAttribute('id');
    if (button) button.id = id;
  }

  #part(selector: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }
}

customElements.define('photo-input', PhotoInput);
