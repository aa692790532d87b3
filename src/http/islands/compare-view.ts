/** Two faces looked at together: what is done to one picture is done to all of them. */

import { listenToGestures } from './compare/gestures.ts';
import { moved, transformOf, type ViewState, WHOLE, zoomed } from './compare/view-state.ts';

/** Slow enough for eyes, and below three changes a second. */
const FLICKER_MILLISECONDS = 700;
const STEP = 0.08;

const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
};
const TOOL_KEYS: Readonly<Record<string, string>> = {
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  f: 'flicker',
  x: 'split',
  g: 'guides',
  r: 'reset',
};

class CompareView extends HTMLElement {
  #view: ViewState = WHOLE;
  #photo = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.classList.add('is-live');
    for (const tools of this.querySelectorAll<HTMLElement>('.compare-tools')) tools.hidden = false;
    for (const frame of this.querySelectorAll<HTMLElement>('.compare-window')) {
      listenToGestures(frame, (next) => this.#change(next));
      frame.addEventListener('keydown', (event) => this.#pan(event));
    }
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>('[data-tool], [data-photo]') : null;
      if (button?.dataset.tool) this.use(button.dataset.tool);
      else if (button) this.#choosePhoto(Number(button.dataset.photo));
    });
    this.addEventListener('input', () => this.#draw());
    this.#choosePhoto(0);
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  /** What a key does here. @returns false when nothing */
  press(key: string): boolean {
    if (key === ',' || key === '.') this.#choosePhoto(this.#photo + (key === '.' ? 1 : -1));
    else if (TOOL_KEYS[key]) this.use(TOOL_KEYS[key]);
    else return false;
    return true;
  }

  use(tool: string): void {
    if (tool === 'zoom-in') this.#change((view) => zoomed(view, 1.25));
    else if (tool === 'zoom-out') this.#change((view) => zoomed(view, 0.8));
    else if (tool === 'flicker') this.#flicker();
    else if (tool === 'reset') this.#reset();
    else this.#toggle(tool);
    this.#draw();
  }

  #change(next: (view: ViewState) => ViewState): void {
    this.#view = next(this.#view);
    this.#draw();
  }

  #pan(event: KeyboardEvent): void {
    const by = ARROWS[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#change((view) => moved(view, by));
  }

  /** Change over between the pictures by itself; by each press where somebody wants nothing to move. */
  #flicker(): void {
    const isOn = this.#toggle('flicker');
    this.#press('split', false);
    clearInterval(this.#timer);
    this.#showOver(isOn);
    if (isOn && !matchMedia('(prefers-reduced-motion: reduce)').matches)
      this.#timer = setInterval(
        () => this.#showOver(this.querySelector('.compare-over[hidden]') !== null),
        FLICKER_MILLISECONDS,
      );
  }

  #reset(): void {
    clearInterval(this.#timer);
    this.#view = WHOLE;
    for (const input of this.querySelectorAll('input')) input.value = input.defaultValue;
    for (const tool of ['flicker', 'split', 'guides']) this.#press(tool, false);
    this.#showOver(false);
  }

  #choosePhoto(wanted: number): void {
    const photos = [...this.querySelectorAll<HTMLElement>('[data-reference]')];
    this.#photo = Math.min(photos.length - 1, Math.max(0, wanted));
    for (const [index, photo] of photos.entries()) photo.hidden = index !== this.#photo;
    for (const button of this.querySelectorAll<HTMLElement>('[data-photo]'))
      button.setAttribute('aria-pressed', String(Number(button.dataset.photo) === this.#photo));
  }

  /** @returns whether it is on now */
  #toggle(tool: string): boolean {
    const isOn = !this.#isPressed(tool);
    this.#press(tool, isOn);
    if (tool === 'split') {
      clearInterval(this.#timer);
      this.#press('flicker', false);
      this.#showOver(isOn);
    }
    return isOn;
  }

  #draw(): void {
    const value = (selector: string) => this.querySelector<HTMLInputElement>(selector)?.value ?? '100';
    const filter = `brightness(${value('[data-filter=brightness]')}%) contrast(${value('[data-filter=contrast]')}%)`;
    for (const picture of this.querySelectorAll<HTMLElement>('.compare-picture'))
      picture.style.transform = transformOf(this.#view);
    for (const image of this.querySelectorAll<HTMLElement>('.compare-window img')) image.style.filter = filter;
    for (const guides of this.querySelectorAll('.compare-guides'))
      guides.toggleAttribute('hidden', !this.#isPressed('guides'));
    for (const frame of this.querySelectorAll<HTMLElement>('.compare-window'))
      frame.style.touchAction = this.#view.zoom > 1 ? 'none' : 'pan-y';
    const isSplit = this.#isPressed('split');
    this.querySelector('[data-split-at]')?.toggleAttribute('hidden', !isSplit);
    const cut = this.querySelector<HTMLElement>('.compare-over');
    if (cut) cut.style.clipPath = isSplit ? `inset(0 ${100 - Number(value('[data-split]'))}% 0 0)` : 'none';
  }

  #showOver(isShown: boolean): void {
    this.querySelector('.compare-over')?.toggleAttribute('hidden', !isShown);
  }

  #isPressed(tool: string): boolean {
    return this.querySelector(`[data-tool=${tool}]`)?.getAttribute('aria-pressed') === 'true';
  }

  #press(tool: string, isOn: boolean): void {
    this.querySelector(`[data-tool=${tool}]`)?.setAttribute('aria-pressed', String(isOn));
  }
}

customElements.define('compare-view', CompareView);
