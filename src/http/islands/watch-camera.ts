/** Look with this device: frames go to the server one by one, boxes of faces come back. */

interface Face {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isTracked: boolean;
}

type Answer = { faces: readonly Face[]; lag: number } | { problem: string; isOver: boolean };
type Saying = 'starting' | 'watching' | 'again' | 'denied' | 'stopped' | 'numbers';

const FRAME_MILLISECONDS = 500;
const LONGEST_SIDE = 1280;
const JPEG_QUALITY = 0.8;
const PAUSE = { least: 1000, most: 30_000 };

class WatchCamera extends HTMLElement {
  #stream: MediaStream | null = null;
  #socket: WebSocket | null = null;
  #lock: WakeLockSentinel | null = null;
  #facing: 'environment' | 'user' = 'environment';
  #pause = PAUSE.least;
  #sentAt = 0;
  #timer = 0;
  readonly #canvas = document.createElement('canvas');

  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      const action = target instanceof Element ? target.closest('button')?.dataset.do : undefined;
      if (action === 'start') void this.#start();
      if (action === 'stop') this.#stop('stopped');
      if (action === 'switch') this.#switch();
    });
    addEventListener('pagehide', () => this.#stop('stopped'));
  }

  disconnectedCallback(): void {
    this.#stop('stopped');
  }

  async #start(): Promise<void> {
    this.#say('starting');
    const video = { facingMode: { ideal: this.#facing }, width: { ideal: 1280 }, height: { ideal: 720 } };
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      this.#find('video').srcObject = this.#stream;
      await this.#find('video').play();
    } catch {
      return this.#stop('denied');
    }
    this.#show(true);
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    this.#button('switch').hidden = cameras.length < 2;
    this.#lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
    this.#connect();
  }

  #connect(): void {
    if (!this.#stream) return;
    const address = new URL(`/watch/camera/socket?${this.#find('select').value}`, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#pause = PAUSE.least;
      this.#say('watching');
      void this.#send();
    });
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(data)));
    socket.addEventListener('close', () => {
      if (this.#socket !== socket || !this.#stream) return;
      this.#say('again');
      this.#draw([]);
      this.#timer = window.setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(PAUSE.most, 2 * this.#pause);
    });
  }

  /** One frame is under way at a time; none while nobody looks at the page. */
  async #send(): Promise<void> {
    const { videoWidth, videoHeight } = this.#find('video');
    const isReady = videoWidth > 0 && !document.hidden && this.#socket?.readyState === WebSocket.OPEN;
    if (!isReady) return this.#sendLater(FRAME_MILLISECONDS);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    this.#canvas.width = Math.round(videoWidth * scale);
    this.#canvas.height = Math.round(videoHeight * scale);
    this.#canvas.getContext('2d')?.drawImage(this.#find('video'), 0, 0, this.#canvas.width, this.#canvas.height);
    const jpeg = await new Promise<Blob | null>((done) => this.#canvas.toBlob(done, 'image/jpeg', JPEG_QUALITY));
    this.#sentAt = Date.now();
    if (jpeg && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(jpeg);
  }

  #sendLater(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#stream) this.#timer = window.setTimeout(() => void this.#send(), milliseconds);
  }

  #hear(answer: Answer): void {
    if ('problem' in answer) {
      if (answer.isOver) this.#stop(null);
      this.#find('.look-said').textContent = answer.problem;
    } else {
      this.#draw(answer.faces);
      const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
      this.#find('.look-numbers').textContent = this.#text('numbers')
        .replace('{faces}', format.format(answer.faces.length))
        .replace('{lag}', format.format((Date.now() - this.#sentAt) / 1000));
    }
    this.#sendLater(Math.max(0, this.#sentAt + FRAME_MILLISECONDS - Date.now()));
  }

  #draw(faces: readonly Face[]): void {
    const svg = this.#find<SVGElement>('svg');
    svg.setAttribute('viewBox', `0 0 ${this.#canvas.width} ${this.#canvas.height}`);
    svg.replaceChildren(
      ...faces.map(({ isTracked, ...box }) => {
        const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
        for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
        if (isTracked) rect.setAttribute('class', 'is-tracked');
        return rect;
      }),
    );
  }

  #switch(): void {
    this.#facing = this.#facing === 'user' ? 'environment' : 'user';
    this.#stop('starting');
    void this.#start();
  }

  #stop(saying: Saying | null): void {
    clearTimeout(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.#socket?.close();
    this.#socket = null;
    void this.#lock?.release();
    this.#draw([]);
    this.#find('.look-numbers').textContent = '';
    this.#show(false);
    if (saying) this.#say(saying);
  }

  #show(isLooking: boolean): void {
    this.classList.toggle('is-looking', isLooking);
    this.#find('select').disabled = isLooking;
    this.#button('start').hidden = isLooking;
    this.#button('stop').hidden = !isLooking;
    this.#button('switch').hidden = true;
  }

  #say(saying: Saying): void {
    this.#find('.look-said').textContent = this.#text(saying);
  }

  #text(saying: Saying): string {
    return this.getAttribute(`say-${saying}`) ?? '';
  }

  #button(action: string): HTMLElement {
    return this.#find(`[data-do="${action}"]`);
  }

  #find(part: 'video'): HTMLVideoElement;
  #find(part: 'select'): HTMLSelectElement;
  #find<T extends Element = HTMLElement>(part: string): T;
  #find(part: string): Element {
    const found = this.querySelector(part);
    if (!found) throw new Error(`no ${part}`);
    return found;
  }
}

customElements.define('watch-camera', WatchCamera);

export {};
