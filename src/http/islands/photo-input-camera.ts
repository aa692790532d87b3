import { exifNow, withExif } from './exif.ts';

const JPEG_QUALITY = 0.95;

/** Take a photo in the page. @returns null when somebody closed the camera */
export function openCamera(owner: HTMLElement): Promise<File | null> {
  const template = owner.querySelector<HTMLTemplateElement>('template[data-part="camera"]');
  const dialog = template && document.importNode(template.content, true).firstElementChild;
  if (!(dialog instanceof HTMLDialogElement)) throw new Error('no camera');
  owner.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    const camera = new Camera(dialog, resolve);
    void camera.start();
  });
}

/** From the moment it is opened to the photo. */
class Camera {
  readonly #dialog: HTMLDialogElement;
  readonly #video: HTMLVideoElement;
  readonly #canvas: HTMLCanvasElement;
  #facing: 'environment' | 'user' = 'environment';
  #stream: MediaStream | null = null;
  #photo: File | null = null;

  constructor(dialog: HTMLDialogElement, done: (photo: File | null) => void) {
    this.#dialog = dialog;
    this.#video = this.#find('video');
    this.#canvas = this.#find('canvas');
    dialog.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button) this.#do(button.dataset.do ?? '');
    });
    dialog.addEventListener('close', () => {
      this.#stop();
      dialog.remove();
      done(this.#photo);
    });
    const plain = this.#find<HTMLInputElement>('input');
    plain.addEventListener('change', () => {
      this.#photo = plain.files?.[0] ?? null;
      dialog.close();
    });
  }

  async start() {
    this.#stop();
    const video = { facingMode: { ideal: this.#facing }, width: { ideal: 2560 }, height: { ideal: 1440 } };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      // Closed while the browser asked.
      this.#stream = stream;
      if (!this.#dialog.open) return this.#stop();
      this.#video.srcObject = stream;
      this.#dialog.dataset.facing = stream.getVideoTracks()[0]?.getSettings().facingMode ?? 'environment';
      await this.#video.play();
      const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
      this.#find('[data-do="switch"]').hidden = cameras.length < 2;
      this.#find('[data-do="shoot"]').focus();
    } catch {
      this.#refused();
    }
  }

  #do(what: string) {
    if (what === 'close') this.#dialog.close();
    if (what === 'switch') {
      this.#facing = this.#facing === 'user' ? 'environment' : 'user';
      void this.start();
    }
    if (what === 'shoot') this.#shoot();
    if (what === 'again') this.#show('before');
    if (what === 'use') void this.#use();
    if (what === 'plain') this.#find<HTMLInputElement>('input').click();
  }

  #shoot() {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    this.#canvas.width = videoWidth;
    this.#canvas.height = videoHeight;
    this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0);
    this.#show('after');
    this.#find('[data-do="use"]').focus();
  }

  async #use() {
    const jpeg = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
    if (jpeg) {
      const now = new Date();
      const name = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}.jpg`;
      this.#photo = new File([withExif(jpeg, exifNow(now))], name, { type: 'image/jpeg' });
    }
    this.#dialog.close();
  }

  #show(state: 'before' | 'after') {
    const isShot = state === 'after';
    this.#canvas.hidden = !isShot;
    this.#video.hidden = isShot;
    for (const part of ['.camera-guide', '[data-part="guide"]']) this.#find(part).toggleAttribute('hidden', isShot);
    this.#find('[data-part="before"]').hidden = isShot;
    this.#find('[data-part="after"]').hidden = !isShot;
  }

  /** No camera, or not allowed: phones open their own for the plain input. */
  #refused() {
    for (const part of ['.camera-view', '[data-part="guide"]', '[data-do="shoot"]', '[data-do="switch"]'])
      this.#find(part).hidden = true;
    this.#find('[data-part="refused"]').hidden = false;
    this.#find('[data-do="plain"]').hidden = false;
  }

  #stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
  }

  #find<T extends HTMLElement = HTMLElement>(selector: string): T {
    const found = this.#dialog.querySelector<T>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }
}
