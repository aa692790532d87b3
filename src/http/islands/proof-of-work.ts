import { beforeSend } from './before-send.ts';

/** A solution is taken for an hour; forms are filled in for longer. */
const FRESH_MILLISECONDS = 50 * 60_000;

/** Fills in the field `altcha`: begins when somebody begins to fill in the form, ends at the latest when it is sent. */
class ProofOfWork extends HTMLElement {
  #solvedAt = 0;
  #solving: Promise<void> | null = null;

  connectedCallback() {
    const form = this.closest('form');
    if (!form) return;
    form.addEventListener('input', () => void this.#solve(), { once: true });
    beforeSend(form, 'proof', async () => {
      await this.#solve();
      return true;
    });
  }

  /** Without one the report counts as one of few; so a fault here stops nobody. */
  #solve(): Promise<void> {
    if (Date.now() - this.#solvedAt < FRESH_MILLISECONDS) return Promise.resolve();
    this.#solving ??= this.#fill().finally(() => {
      this.#solving = null;
    });
    return this.#solving;
  }

  async #fill() {
    const field = this.querySelector('input');
    try {
      const { solvedChallenge } = await import('./solve-challenge.ts');
      const solved = await solvedChallenge();
      if (field) field.value = solved;
      this.#solvedAt = Date.now();
    } catch {
      this.dataset.state = 'failed';
    }
  }
}

customElements.define('proof-of-work', ProofOfWork);
