/** The wall of cameras: newest pictures and numbers, while somebody looks. */

const PAUSE = 2000;

class WatchWall extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    for (const picture of this.pictures) {
      picture.addEventListener('error', () => picture.setAttribute('hidden', ''));
      picture.addEventListener('load', () => picture.removeAttribute('hidden'));
      // One that failed before this script came.
      if (picture.complete && picture.naturalWidth === 0) picture.hidden = true;
    }
    this.timer = window.setInterval(() => void this.refresh(), PAUSE);
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private get pictures(): NodeListOf<HTMLImageElement> {
    return this.querySelectorAll('img');
  }

  private async refresh(): Promise<void> {
    if (document.hidden) return;
    for (const picture of this.pictures) {
      const { top, bottom } = (picture.parentElement ?? picture).getBoundingClientRect();
      const [address] = picture.src.split('?');
      if (bottom > 0 && top < innerHeight) picture.src = `${address}?at=${Date.now()}`;
    }
    try {
      const answer = await fetch(this.getAttribute('numbers') ?? '');
      if (!answer.ok || answer.redirected) return;
      const numbers: Readonly<Record<string, string>> = await answer.json();
      for (const line of this.querySelectorAll<HTMLElement>('[data-numbers]'))
        line.textContent = numbers[line.dataset.numbers ?? ''] ?? '';
    } catch {
      // Offline: what stands there is as it was last; the next round tries again.
    }
  }
}

customElements.define('watch-wall', WatchWall);

export {};
