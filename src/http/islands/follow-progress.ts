/** Something long that goes on: the page is read again until its region no longer says that it runs. */

const PAUSE_MS = 1000;

class FollowProgress extends HTMLElement {
  connectedCallback(): void {
    this.wait();
  }

  private get region(): HTMLElement | null {
    return document.getElementById(this.getAttribute('region') ?? '');
  }

  private wait(): void {
    if (this.region?.dataset.running !== undefined) setTimeout(() => void this.look(), PAUSE_MS);
  }

  private async look(): Promise<void> {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    const found = page?.getElementById(this.region?.id ?? '');
    if (found?.dataset.running === undefined && found) return location.reload();
    if (found) this.region?.replaceWith(document.adoptNode(found));
    if (this.isConnected) this.wait();
  }
}

customElements.define('follow-progress', FollowProgress);
