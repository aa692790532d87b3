/** A film takes long to send: this shows how far it is, and stops it when somebody wants. */
class FilmUpload extends HTMLElement {
  private request: XMLHttpRequest | null = null;

  connectedCallback(): void {
    this.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.request && event.target instanceof HTMLFormElement) this.send(event.target);
    });
    this.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('.upload-progress button')) this.request?.abort();
    });
    addEventListener('beforeunload', (event) => {
      if (this.request) event.preventDefault();
    });
  }

  private send(form: HTMLFormElement): void {
    const request = new XMLHttpRequest();
    this.request = request;
    request.upload.addEventListener('progress', ({ loaded, total }) => this.show(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => this.answer(request));
    request.addEventListener('error', () => this.fail('say-failed'));
    request.addEventListener('abort', () => this.fail('say-cancelled'));
    request.open('POST', form.action);
    request.setRequestHeader('x-homeward-upload', 'yes');
    this.isSending = true;
    this.show(0);
    request.send(new FormData(form));
  }

  private answer(request: XMLHttpRequest): void {
    this.request = null;
    const next = request.getResponseHeader('location');
    if (request.status === 201 && next) {
      location.assign(next);
      return;
    }
    this.isSending = false;
    const errors = new DOMParser().parseFromString(request.responseText, 'text/html').getElementById('errors');
    if (errors) this.mend(errors);
    else this.fail('say-failed');
  }

  /** What was typed, and the film, stay where they are. */
  private mend(errors: HTMLElement): void {
    document.getElementById('errors')?.remove();
    this.querySelector('form')?.prepend(document.adoptNode(errors));
    errors.focus();
  }

  private fail(reason: 'say-failed' | 'say-cancelled'): void {
    this.request = null;
    this.isSending = false;
    this.progress.hidden = false;
    this.say(this.getAttribute(reason) ?? '');
  }

  private show(share: number): void {
    const bar = this.querySelector('progress');
    if (bar) bar.value = share;
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' }).format(share);
    this.say((this.getAttribute('say-progress') ?? '').replace('{share}', percent));
  }

  private set isSending(value: boolean) {
    this.progress.hidden = !value;
    for (const each of this.querySelectorAll<HTMLElement>('.upload-progress > :not([role])')) each.hidden = !value;
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[type="submit"]')) button.disabled = value;
  }

  private get progress(): HTMLElement {
    return this.querySelector<HTMLElement>('.upload-progress') ?? this;
  }

  private say(text: string): void {
    const status = this.querySelector('.upload-progress [role="status"]');
    if (status && status.textContent !== text) status.textContent = text;
  }
}

customElements.define('film-upload', FilmUpload);

export {};
