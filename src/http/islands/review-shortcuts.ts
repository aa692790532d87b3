/** A whole judgement by keyboard, and the question whether it is final in the place of the button. */

const MARKS: Readonly<Record<string, string>> = {
  s: 'similar',
  d: 'different-explained',
  u: 'different-unexplained',
  n: 'not-comparable',
};
const SWITCH = 'homeward-single-keys';

class ReviewShortcuts extends HTMLElement {
  #keys = new AbortController();

  connectedCallback(): void {
    const { signal } = this.#keys;
    document.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#form?.addEventListener('submit', (event) => this.#ask(event));
    this.addEventListener('change', () => this.#count());
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-help]')) this.#dialog?.showModal();
    });
    for (const button of this.querySelectorAll<HTMLElement>('[data-help]')) button.hidden = false;
    const single = this.querySelector<HTMLInputElement>('[data-single-keys]');
    if (single) single.checked = localStorage.getItem(SWITCH) !== 'off';
    single?.addEventListener('change', () => localStorage.setItem(SWITCH, single.checked ? 'on' : 'off'));
    const asked = this.querySelector<HTMLElement>('[data-confirm]:not([hidden]) h3');
    asked?.focus();
    this.#count();
  }

  disconnectedCallback(): void {
    this.#keys.abort();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#dialog?.open || event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key === 'Enter') this.#form?.requestSubmit();
      return;
    }
    if (isTyping(event.target) || this.querySelector<HTMLInputElement>('[data-single-keys]')?.checked === false) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  #act(key: string): boolean {
    if (key === '?') this.#dialog?.showModal();
    else if (key === 'j' || key === 'k') this.#go(key === 'j' ? 1 : -1);
    else if (MARKS[key]) this.#mark(MARKS[key]);
    else if (/^\d$/.test(key)) this.#conclude(Number(key));
    else return this.querySelector<HTMLElement & { press(key: string): boolean }>('compare-view')?.press(key) ?? false;
    return true;
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector<HTMLFormElement>('form[data-keep]');
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector('dialog');
  }

  get #parts(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[data-part]')];
  }

  /** To the next part, or the one before; to the first from anywhere else. */
  #go(by: number): void {
    const here = this.#parts.findIndex((part) => part.contains(document.activeElement));
    const next = this.#parts[here < 0 ? 0 : here + by];
    if (next) focusOn(next);
    else if (by > 0) focusOn(this.querySelector<HTMLElement>('.conclusions'));
  }

  #mark(finding: string): void {
    const part = this.#parts.find((each) => each.contains(document.activeElement));
    const radio = part?.querySelector<HTMLInputElement>(`input[value=${finding}]`);
    if (radio) choose(radio);
    if (part && finding === 'different-explained') part.querySelector<HTMLInputElement>('.part-note input')?.focus();
    else this.#go(1);
  }

  /** 1 … 9 from −4 to +4; 0: unable. */
  #conclude(digit: number): void {
    const radios = this.querySelectorAll<HTMLInputElement>('input[name=conclusion]');
    const radio = radios[digit === 0 ? radios.length - 1 : digit - 1];
    if (radio) choose(radio);
  }

  /** A complete form is asked about here, so that nothing moves; what it lacks, the server says. */
  #ask(event: SubmitEvent): void {
    const { submitter } = event;
    const answer = submitter instanceof HTMLButtonElement && submitter.name === 'confirm' ? submitter.value : '';
    if (answer === 'yes') return;
    if (answer === 'no') {
      this.#showQuestion(event, false);
      return;
    }
    const chosen = this.querySelector<HTMLInputElement>('input[name=conclusion]:checked');
    if (!chosen || this.#parts.some((part) => !part.querySelector('input:checked'))) return;
    const words = this.querySelector('[data-conclusion]');
    if (words) words.textContent = chosen.closest('label')?.textContent?.trim() ?? '';
    this.#showQuestion(event, true);
  }

  #showQuestion(event: SubmitEvent, isAsked: boolean): void {
    event.preventDefault();
    const [question, submit] = [this.querySelector('[data-confirm]'), this.querySelector('[data-submit]')];
    question?.toggleAttribute('hidden', !isAsked);
    submit?.toggleAttribute('hidden', isAsked);
    focusOn(isAsked ? (question?.querySelector<HTMLElement>('h3') ?? null) : (submit?.querySelector('button') ?? null));
  }

  #count(): void {
    const done = this.#parts.filter((part) => part.querySelector('input:checked')).length;
    const shown = this.querySelector('[data-progress]');
    const pattern = this.getAttribute('progress') ?? '';
    if (shown) shown.textContent = pattern.replace('{done}', String(done));
  }
}

function focusOn(element: HTMLElement | null): void {
  const target = element?.matches('fieldset')
    ? (element.querySelector<HTMLElement>('input:checked') ?? element.querySelector<HTMLElement>('input'))
    : element;
  target?.focus();
}

function choose(radio: HTMLInputElement): void {
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event('change', { bubbles: true }));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=range])')
  );
}

customElements.define('review-shortcuts', ReviewShortcuts);
