/** Copy the tracking code, print the page. */

class ReceiptTools extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    const { code = '', copied = '' } = this.dataset;
    this.querySelector('[data-copy]')?.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code);
      const told = this.querySelector('[role="status"]');
      if (told) told.textContent = copied;
    });
    const copy = this.querySelector<HTMLElement>('[data-copy]');
    // Only secure pages may write to the clipboard.
    if (copy) copy.hidden = !navigator.clipboard;
    this.querySelector('[data-print]')?.addEventListener('click', () => window.print());
  }
}

customElements.define('receipt-tools', ReceiptTools);
