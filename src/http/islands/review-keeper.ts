/** Warns before the time with a face ends, and keeps what was filled in for this window. */

const PREFIX = 'homeward-review-';
const WARNING_SECONDS = 5 * 60;

type Kept = readonly (readonly [string, string])[];

class ReviewKeeper extends HTMLElement {
  #timers: ReturnType<typeof setTimeout>[] = [];

  connectedCallback(): void {
    const left = Number(this.getAttribute('seconds'));
    this.#after(left - WARNING_SECONDS, () => this.#say('soon'));
    this.#after(left, () => this.#say('over'));
    this.#forgetOthers();
    if (!this.#form?.hasAttribute('data-sent')) this.#restore();
    this.#form?.addEventListener('input', () => this.#keep());
    this.#form?.addEventListener('change', () => this.#keep());
  }

  disconnectedCallback(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #after(seconds: number, act: () => void): void {
    this.#timers.push(setTimeout(act, Math.max(0, seconds) * 1000));
  }

  #say(news: 'soon' | 'over'): void {
    for (const each of this.querySelectorAll<HTMLElement>('[data-soon], [data-over], [data-restored]'))
      each.hidden = !each.matches(`[data-${news}]`);
    this.querySelector('[data-extend]')?.removeAttribute('hidden');
  }

  get #form(): HTMLFormElement | null {
    return document.querySelector<HTMLFormElement>('form[data-keep]');
  }

  get #key(): string {
    return PREFIX + (this.getAttribute('draft') ?? '');
  }

  #keep(): void {
    if (!this.#form) return;
    const kept = [...new FormData(this.#form)].filter(([, value]) => typeof value === 'string' && value !== '');
    sessionStorage.setItem(this.#key, JSON.stringify(kept));
  }

  #restore(): void {
    const kept: Kept = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]');
    if (kept.length === 0 || !this.#form) return;
    for (const field of this.#form.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
      const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
      else if (values[0] !== undefined) field.value = values[0];
    }
    this.querySelector('[data-restored]')?.removeAttribute('hidden');
    this.#form.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** What belongs to other pairs of this face stays until these are judged; of other faces, nothing is kept. */
  #forgetOthers(): void {
    const known = new Set([this.#key, ...(this.getAttribute('keep') ?? '').split(' ').map((id) => PREFIX + id)]);
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(PREFIX) && !known.has(key)) sessionStorage.removeItem(key);
  }
}

customElements.define('review-keeper', ReviewKeeper);
