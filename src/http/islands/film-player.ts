/** Links to a moment of the film move the player instead of loading the page again. */
class FilmPlayer extends HTMLElement {
  connectedCallback(): void {
    const video = this.querySelector('video');
    const status = this.querySelector('[role="status"]');
    if (!video) return;
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-at]') : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      video.currentTime = Math.max(0, Number(link.dataset.at) - 1);
      video.scrollIntoView({ block: 'center' });
      video.focus();
      // A browser that wants a tap first shows the picture all the same.
      video.play().catch(() => undefined);
    });
    video.addEventListener('error', () => {
      if (status) status.textContent = this.getAttribute('unplayable');
    });
  }
}

customElements.define('film-player', FilmPlayer);

export {};
