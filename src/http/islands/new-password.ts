/** Shows a new password, and says while it is typed what is plainly wrong with it. The server's rule is the judge. */

/** Fewer different characters than this are a row of keys or one word said again. */
const LEAST_DIFFERENT = 6;

class NewPassword extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input');
    const tools = this.querySelector<HTMLElement>('[data-tools]');
    if (!input || !tools) return;
    tools.hidden = false;
    const show = tools.querySelector('button');
    const setShown = (isShown: boolean) => {
      input.type = isShown ? 'text' : 'password';
      show?.setAttribute('aria-pressed', String(isShown));
    };
    show?.addEventListener('click', () => setShown(input.type === 'password'));
    // Browsers keep what was typed into a field of text.
    input.form?.addEventListener('submit', () => setShown(false));
    const told = tools.querySelector('[role="status"]');
    input.addEventListener('input', () => {
      if (told) told.textContent = this.#wordsFor(input);
    });
  }

  #wordsFor({ value, form }: HTMLInputElement): string {
    const least = Number(this.dataset.least);
    if (value === '') return '';
    if (value.length < least) return this.dataset.short ?? '';
    if (new Set(value.toLowerCase()).size < LEAST_DIFFERENT || ownWords(form).some((word) => hasMostly(value, word)))
      return this.dataset.weak ?? '';
    return (value.length < least + 4 ? this.dataset.fair : this.dataset.good) ?? '';
  }
}

/** Name and address, as far as the same form asks for them. */
function ownWords(form: HTMLFormElement | null): string[] {
  const fields = [...(form?.querySelectorAll<HTMLInputElement>('[name="name"], [name="email"]') ?? [])];
  return fields.flatMap(({ value }) => value.toLowerCase().split(/[\s@._-]+/)).filter((word) => word.length > 2);
}

function hasMostly(password: string, word: string): boolean {
  return password.toLowerCase().includes(word) && word.length * 2 > password.length;
}

customElements.define('new-password', NewPassword);
