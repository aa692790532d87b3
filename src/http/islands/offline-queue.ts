import { beforeSend } from './before-send.ts';
import type { KeptReport } from './kept-reports.ts';

/** Says that something is kept, so that pages load the rest only then. */
const FLAG = 'homeward-reports';

/** Not kept: made anew when it is sent. */
const PASSING: ReadonlySet<string> = new Set(['altcha', 'upload', 'website']);

/** Keeps a report that cannot be sent, shows what waits, sends it when there is a line. */
class OfflineQueue extends HTMLElement {
  connectedCallback() {
    const form = document.querySelector<HTMLFormElement>('form[action="/report"]');
    if (form) this.#watch(form);
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-do="send"]')) void this.#send();
    });
    window.addEventListener('online', () => void this.#send());
    if ('BroadcastChannel' in window)
      new BroadcastChannel('homeward-reports').addEventListener('message', () => void this.#show());
    if (localStorage.getItem(FLAG)) void this.#show().then(() => this.#send());
  }

  #watch(form: HTMLFormElement) {
    beforeSend(form, 'waiting', async () => {
      if (navigator.onLine) return true;
      await this.#keep(form);
      return false;
    });
    // The page itself goes by the browser, which would lose the form where the line is gone.
    beforeSend(form, 'line', async () => {
      const isThere = await fetch('/healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (!isThere) await this.#keep(form);
      return isThere;
    });
    form.addEventListener('unsent', () => void this.#keep(form));
  }

  async #keep(form: HTMLFormElement) {
    const { keepReport } = await import('./kept-reports.ts');
    const files = [...form.querySelectorAll<HTMLInputElement>('input[type="file"][name]')];
    const photos = files.flatMap(({ files: chosen }) => [...(chosen ?? [])]);
    const uploads = photos.map(() => ({}));
    await keepReport({
      ...{ id: crypto.randomUUID(), keptAt: Date.now(), fields: fieldsOf(form), photos, uploads },
      ...{ trackingCode: null, fault: null },
    });
    localStorage.setItem(FLAG, 'yes');
    form.reset();
    form.hidden = true;
    await this.#show();
    this.#section.focus();
    const registration = await navigator.serviceWorker?.getRegistration();
    // Not in every browser; the next page that is open with a line sends it then.
    await (registration as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
      ?.register('homeward-reports')
      .catch(() => undefined);
  }

  async #send() {
    if (!localStorage.getItem(FLAG) || !navigator.onLine) return;
    this.#section.setAttribute('aria-busy', 'true');
    const { sendReports } = await import('./send-reports.ts');
    // What could not be sent stays in the list.
    await sendReports().catch(() => undefined);
    this.#section.removeAttribute('aria-busy');
    await this.#show();
  }

  async #show() {
    const { listReports } = await import('./kept-reports.ts');
    const reports = await listReports();
    this.#section.hidden = reports.length === 0;
    if (reports.length === 0) localStorage.removeItem(FLAG);
    const isWaiting = reports.some(({ trackingCode }) => trackingCode === null);
    for (const part of ['what', 'tools']) this.#part(`section [data-part="${part}"]`).hidden = !isWaiting;
    this.#part('.waiting-list').replaceChildren(...reports.map((report) => this.#entry(report)));
  }

  #entry(report: KeptReport): HTMLElement {
    const name = report.trackingCode === null ? 'waiting' : 'sent';
    const template = this.querySelector<HTMLTemplateElement>(`template[data-part="${name}"]`);
    const entry = template && document.importNode(template.content, true).firstElementChild;
    if (!(entry instanceof HTMLElement)) throw new Error('no entry');
    const kept = new Date(report.keptAt);
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
    const put = (selector: string, text: string | null) => {
      const part = entry.querySelector<HTMLElement>(selector);
      if (part && text !== null) Object.assign(part, { textContent: text, hidden: text === '' });
    };
    put('time', format.format(kept));
    entry.querySelector('time')?.setAttribute('datetime', kept.toISOString());
    put('[data-part="code"]', report.trackingCode);
    put('[data-part="error"]', report.fault);
    put('[data-part="remarks"]', report.fields.find(([field]) => field === 'remarks')?.[1] ?? '');
    entry.querySelector('.waiting-photos')?.append(...report.photos.map(thumbnail));
    entry.querySelector('[data-do="remove"]')?.addEventListener('click', async () => {
      const { removeReport } = await import('./kept-reports.ts');
      await removeReport(report.id);
      await this.#show();
    });
    return entry;
  }

  get #section() {
    return this.#part('section');
  }

  #part(selector: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }
}

/** What was typed. «Just now» is said as the time that it is now: it will be sent later. */
function fieldsOf(form: HTMLFormElement): [string, string][] {
  const typed = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && value !== '' && !PASSING.has(name) ? [[name, value]] : [],
  );
  if (!typed.some(([name, value]) => name === 'when' && value === 'now')) return typed;
  const rest = typed.filter(([name]) => name !== 'when' && name !== 'seenAt');
  return [...rest, ['when', 'at'], ['seenAt', new Date().toISOString()]];
}

function thumbnail(photo: File): HTMLImageElement {
  const picture = Object.assign(document.createElement('img'), { src: URL.createObjectURL(photo), alt: '' });
  picture.addEventListener('load', () => URL.revokeObjectURL(picture.src));
  return picture;
}

customElements.define('offline-queue', OfflineQueue);
