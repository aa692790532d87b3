/** A report one step at a time, with what was typed shown before it is sent, and the time that a photo tells. */

/** Cameras write into the beginning of a file; the server looks no further either. */
const HEAD_BYTES = 256 * 1024;

class ReportSteps extends HTMLElement {
  #sections: HTMLElement[] = [];
  #step = 0;

  connectedCallback(): void {
    this.#sections = [...this.querySelectorAll<HTMLElement>('section.step')];
    this.#useOwnClock();
    this.addEventListener('change', (event) => this.#onChange(event));
    // With mistakes to mend, everything stays in sight: their links lead into any step.
    if (document.getElementById('errors')) return;
    for (const each of this.querySelectorAll<HTMLElement>('.step-button')) each.hidden = false;
    this.addEventListener('click', (event) => this.#onClick(event));
    this.closest('form')?.addEventListener('keydown', (event) => this.#onKey(event));
    window.addEventListener('popstate', ({ state }) => this.#show(typeof state === 'number' ? state : 0));
    this.#show(0, false);
  }

  #onClick({ target }: Event): void {
    const button = target instanceof Element ? target.closest('[data-next], [data-back]') : null;
    if (!button) return;
    if (button.hasAttribute('data-back')) history.back();
    else this.#next();
  }

  /** Enter means «on» here, and «send» at the end only. */
  #onKey(event: KeyboardEvent): void {
    const isInput = event.target instanceof HTMLInputElement && event.target.type !== 'file';
    if (event.key !== 'Enter' || !isInput || this.#step === this.#sections.length - 1 || event.defaultPrevented) return;
    event.preventDefault();
    this.#next();
  }

  #next(): void {
    const fields = this.#sections[this.#step]?.querySelectorAll<HTMLInputElement>('input, select, textarea') ?? [];
    if (![...fields].every((field) => field.reportValidity())) return;
    history.pushState(this.#step + 1, '');
    this.#show(this.#step + 1);
  }

  #show(step: number, isMoved = true): void {
    this.#step = Math.min(step, this.#sections.length - 1);
    for (const [at, section] of this.#sections.entries()) section.hidden = at !== this.#step;
    if (this.#step === this.#sections.length - 1) this.#fillCheckList();
    if (!isMoved) return;
    const heading = this.#sections[this.#step]?.querySelector('h2');
    heading?.focus({ preventScroll: true });
    this.#sections[this.#step]?.scrollIntoView({ block: 'start' });
  }

  #fillCheckList(): void {
    const list = this.querySelector<HTMLElement>('.check-list');
    const form = this.closest('form');
    if (!list || !form) return;
    list.hidden = false;
    const data = new FormData(form);
    for (const cell of list.querySelectorAll<HTMLElement>('[data-of]')) {
      const name = cell.dataset.of ?? '';
      const said = name === 'photo' ? photosIn(data, list) : saidIn(form, data, name);
      cell.textContent = said || (list.dataset.none ?? '');
      // What need not be said is not shown as missing.
      const label = cell.previousElementSibling;
      for (const part of [cell, label])
        if (part instanceof HTMLElement) part.hidden = !said && cell.hasAttribute('data-optional');
    }
  }

  #useOwnClock(): void {
    const field = this.querySelector<HTMLInputElement | HTMLSelectElement>('[name="timeZone"]');
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!field || !timeZone) return;
    if (field instanceof HTMLSelectElement) {
      if (![...field.options].some(({ value }) => value === timeZone)) field.add(new Option(timeZone, timeZone));
      const row = field.closest<HTMLElement>('.field');
      if (row) row.hidden = true;
    }
    field.value = timeZone;
  }

  async #onChange({ target }: Event): Promise<void> {
    const file = target instanceof HTMLInputElement && target.type === 'file' ? target.files?.[0] : undefined;
    const when = [...this.querySelectorAll<HTMLInputElement>('[name="when"]')];
    const seenAt = this.querySelector<HTMLInputElement>('[name="seenAt"]');
    if (!file || !seenAt || seenAt.value || when.some(({ checked }) => checked)) return;
    const takenAt = await timeOf(file);
    const other = when.find(({ value }) => value === 'at');
    if (!takenAt || !other || when.some(({ checked }) => checked)) return;
    other.checked = true;
    seenAt.value = takenAt;
    const told = document.getElementById('from-photo');
    if (told) told.hidden = false;
  }
}

function photosIn(data: FormData, { dataset }: HTMLElement): string {
  const photos = data.getAll('photo').filter((photo) => photo instanceof File && photo.size > 0);
  return dataset.counts?.split('|')[photos.length] ?? String(photos.length);
}

/** What a field says, in the words that are on the page. */
function saidIn(form: HTMLFormElement, data: FormData, name: string): string {
  const value = String(data.get(name) ?? '').trim();
  if (name === 'when' && value === 'at') return timeIn(String(data.get('seenAt') ?? ''));
  const chosen = form.querySelector<HTMLInputElement>(`input[type="radio"][name="${name}"]:checked`);
  return chosen ? (form.querySelector(`label[for="${chosen.id}"]`)?.textContent ?? '') : value;
}

function timeIn(local: string): string {
  if (!local) return '';
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  return format.format(new Date(local));
}

/** When a photo was taken, as a field of date and time holds it; empty where it does not say. */
async function timeOf(file: File): Promise<string> {
  const form = new FormData();
  form.append('photo', file.slice(0, HEAD_BYTES), 'photo');
  try {
    const answer = await fetch('/api/v1/sightings/inspect-photo', { method: 'POST', body: form });
    const { takenAt } = (await answer.json()) as { takenAt?: string | null };
    if (!takenAt) return '';
    return takenAt.endsWith('Z') ? onThisClock(new Date(takenAt)) : takenAt.slice(0, 16);
  } catch {
    // Without an answer people say it themselves.
    return '';
  }
}

function onThisClock(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

customElements.define('report-steps', ReportSteps);
