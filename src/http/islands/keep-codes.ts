/** Copy, download and print backup codes, which are shown once. The file is made here: nothing is sent anywhere. */

class KeepCodes extends HTMLElement {
  connectedCallback(): void {
    const codes = [...this.querySelectorAll('code')].map((each) => each.textContent ?? '');
    const text = `${this.dataset.title ?? ''}\n\n${codes.join('\n')}\n`;
    const link = this.querySelector<HTMLAnchorElement>('a[download]');
    if (link) link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    this.querySelector('[data-print]')?.addEventListener('click', () => window.print());
    const copy = this.querySelector<HTMLElement>('[data-copy]');
    copy?.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text);
      const told = this.querySelector('[role="status"]');
      if (told) told.textContent = this.dataset.copied ?? '';
    });
    // Only secure pages may write to the clipboard.
    if (copy) copy.hidden = !navigator.clipboard;
    const tools = this.querySelector<HTMLElement>('[data-tools]');
    if (tools) tools.hidden = false;
  }
}

customElements.define('keep-codes', KeepCodes);
