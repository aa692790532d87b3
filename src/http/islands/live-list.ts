/** Regions that keep themselves up to date: told by the server that something changed, they read the page again. */

/** Between two readings of the page; longer each time while changes keep coming or the server is away. */
const PAUSE = { least: 1000, most: 30_000 };

class LiveList extends HTMLElement {
  connectedCallback(): void {
    lists.add(this);
    this.button?.addEventListener('click', () => {
      this.show();
      this.region?.setAttribute('tabindex', '-1');
      this.region?.focus({ preventScroll: true });
    });
    listen();
  }

  disconnectedCallback(): void {
    lists.delete(this);
    listen();
  }

  get topics(): string[] {
    return (this.getAttribute('topics') ?? '').split(',');
  }

  get since(): number {
    return Number(this.region?.dataset.since ?? 0);
  }

  /** What a page that was read just now has in this place. */
  offer(page: Document): void {
    const { region } = this;
    const found = region && page.getElementById(region.id);
    if (!region || !found) return;
    region.dataset.since = found.dataset.since ?? '';
    if (meaningOf(found) === meaningOf(region)) return;
    this.news = found;
    if (this.isInUse) this.button?.parentElement?.removeAttribute('hidden');
    else this.show();
  }

  private news: HTMLElement | null = null;

  private show(): void {
    this.button?.parentElement?.setAttribute('hidden', '');
    if (!this.news || !this.region) return;
    this.region.replaceChildren(...document.adoptNode(this.news).childNodes);
    this.news = null;
    // Scripts of a page that was read do not run by themselves.
    for (const { src } of this.region.querySelectorAll<HTMLScriptElement>('script[src]')) void import(src);
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = this.getAttribute('updated');
    setTimeout(() => status?.replaceChildren(), 3000);
  }

  /** Whether somebody would lose their place if the region changed now. */
  private get isInUse(): boolean {
    const { region } = this;
    if (!region) return false;
    const selection = getSelection();
    return (
      region.contains(document.activeElement) ||
      region.matches(':hover') ||
      region.getBoundingClientRect().top < 0 ||
      region.querySelector('details.menu[open], dialog[open]') !== null ||
      (selection !== null && !selection.isCollapsed && region.contains(selection.anchorNode))
    );
  }

  private get region(): HTMLElement | null {
    return document.getElementById(this.getAttribute('region') ?? '');
  }

  private get button(): HTMLButtonElement | null {
    return this.querySelector('.live-news > button');
  }
}

/** Times go by and addresses of pictures are renewed: neither is news. */
function meaningOf(region: HTMLElement): string {
  const copy = region.cloneNode(true) as HTMLElement;
  for (const time of copy.querySelectorAll('time')) time.textContent = '';
  return copy.innerHTML.replace(/\?until=[^"]*/g, '').replace(/ (data-since|tabindex)="[^"]*"/g, '');
}

const lists = new Set<LiveList>();
let source: EventSource | null = null;
let pause = PAUSE.least;
let isReading = false;
let lastRead = Date.now();
let failures = 0;

/** One connection for all lists of the page, none while the page is out of sight. */
function listen(): void {
  source?.close();
  source = null;
  if (document.hidden || lists.size === 0) return;
  const topics = new Set([...lists].flatMap((list) => list.topics));
  const since = Math.min(...[...lists].map((list) => list.since));
  source = new EventSource(`/live?${new URLSearchParams({ topics: [...topics].join(','), since: String(since) })}`);
  source.addEventListener('open', () => {
    failures = 0;
  });
  source.addEventListener('message', readSoon);
  source.addEventListener('error', () => {
    // The browser tries again by itself, but for an answer that says no.
    if (source?.readyState === EventSource.CLOSED) setTimeout(listen, Math.min(600_000, 5000 * 2 ** failures++));
  });
}

function readSoon(): void {
  if (isReading) return;
  isReading = true;
  setTimeout(read, Math.max(50, lastRead + pause - Date.now()));
}

async function read(): Promise<void> {
  isReading = false;
  const isBusy = Date.now() - lastRead < 2 * pause;
  pause = isBusy ? Math.min(PAUSE.most, 1.5 * pause) : PAUSE.least;
  lastRead = Date.now();
  try {
    const answer = await fetch(location.href, { headers: { 'x-homeward-live': 'yes' } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const list of lists) list.offer(page);
  } catch {
    // Offline: soon again, later each time.
    readSoon();
  }
}

document.addEventListener('visibilitychange', listen);
addEventListener('pagehide', () => source?.close());

customElements.define('live-list', LiveList);

export {};
