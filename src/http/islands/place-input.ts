/** Where something was: words that anybody can type, and beside them the device's location, towns, and a map. */
import type { Map as LeafletMap, Marker } from 'leaflet';
import { type Leaflet, openMap } from './map/open-map.ts';
import { offerTowns, townAt } from './place/suggestions.ts';

const TIMEOUT_MILLISECONDS = 20_000;
/** About a metre. */
const DIGITS = 5;
const ERRORS = ['', 'denied', 'unavailable', 'timeout'];

class PlaceInput extends HTMLElement {
  /** What we wrote into the words: it may be replaced, what somebody typed may not. */
  private suggested = '';
  private view: { leaflet: Leaflet; map: LeafletMap; pin: Marker | null } | null = null;

  connectedCallback(): void {
    const list = this.querySelector<HTMLElement>('.place-found');
    this.querySelector('.place-tools')?.removeAttribute('hidden');
    if (list)
      offerTowns(this.words, list, ({ label, latitude, longitude }) => {
        this.words.value = label;
        this.set(latitude, longitude);
        this.say('town', { place: label });
      });
    this.button('locate')?.addEventListener('click', () => this.locate());
    this.button('map')?.addEventListener('click', () => void this.toggleMap());
    this.button('clear')?.addEventListener('click', () => {
      this.set(null, null);
      this.say('cleared');
      this.words.focus();
    });
    if (!this.point) return;
    this.set(...this.point, this.field('accuracyMetres').value);
    this.say('point');
  }

  disconnectedCallback(): void {
    this.view?.map.remove();
    this.view = null;
  }

  private locate(): void {
    if (!('geolocation' in navigator) || !isSecureContext) {
      this.say('insecure');
      return;
    }
    this.say('looking');
    navigator.geolocation.getCurrentPosition(
      async ({ coords: { latitude, longitude, accuracy } }) => {
        const metres = String(Math.ceil(accuracy));
        this.set(latitude, longitude, metres);
        const town = await this.describe(latitude, longitude);
        this.say(town ? 'located-near' : 'located', {
          metres: Math.ceil(accuracy).toLocaleString(document.documentElement.lang),
          place: town ?? '',
        });
      },
      ({ code }) => this.say(ERRORS[code] ?? 'unavailable'),
      { enableHighAccuracy: true, timeout: TIMEOUT_MILLISECONDS, maximumAge: 60_000 },
    );
  }

  /** Where there are no words yet, the town is a beginning. */
  private async describe(latitude: number, longitude: number): Promise<string | null> {
    const town = await townAt(latitude, longitude);
    if (['', this.suggested].includes(this.words.value.trim())) {
      this.suggested = town?.label ?? '';
      this.words.value = this.suggested;
    }
    return town?.label ?? null;
  }

  private async toggleMap(): Promise<void> {
    const box = this.querySelector<HTMLElement>('.place-map');
    const canvas = this.querySelector<HTMLElement>('.place-canvas');
    if (!box || !canvas) return;
    box.hidden = !box.hidden;
    this.button('map')?.setAttribute('aria-expanded', String(!box.hidden));
    if (box.hidden || this.view) return;
    await loadSheet(this.getAttribute('sheet') ?? '');
    this.view = { ...(await openMap(this, canvas)), pin: null };
    const { map } = this.view;
    const choose = async (latitude: number, longitude: number) => {
      this.set(latitude, longitude);
      const town = await this.describe(latitude, longitude);
      this.say(town ? 'point-near' : 'point', { place: town ?? '' });
    };
    map.on('click', ({ latlng }) => void choose(latlng.lat, latlng.wrap().lng));
    canvas.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target !== canvas) return;
      event.preventDefault();
      const { lat, lng } = map.getCenter().wrap();
      void choose(lat, lng);
    });
    if (this.point) map.setView(this.point, 11);
    else map.setView([20, 30], 2);
    this.pin();
  }

  private set(latitude: number | null, longitude: number | null, accuracyMetres = ''): void {
    const isSet = latitude !== null && longitude !== null;
    this.field('latitude').value = isSet ? latitude.toFixed(DIGITS) : '';
    this.field('longitude').value = isSet ? longitude.toFixed(DIGITS) : '';
    this.field('accuracyMetres').value = isSet ? accuracyMetres : '';
    const clear = this.button('clear');
    if (clear) clear.hidden = !isSet;
    this.pin();
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  private pin(): void {
    if (!this.view) return;
    const { leaflet, map } = this.view;
    this.view.pin?.remove();
    if (!this.point) return;
    const icon = leaflet.divIcon({ className: 'map-pin', iconSize: [26, 26] });
    this.view.pin = leaflet.marker(this.point, { icon, keyboard: false, interactive: false }).addTo(map);
    if (!map.getBounds().contains(this.point)) map.setView(this.point, Math.max(map.getZoom(), 10));
  }

  private get point(): [number, number] | null {
    const [latitude, longitude] = [this.field('latitude').value, this.field('longitude').value];
    return latitude && longitude ? [Number(latitude), Number(longitude)] : null;
  }

  private get words(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input:not([type="hidden"])') ?? document.createElement('input');
  }

  private field(name: string): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? document.createElement('input');
  }

  private button(action: string): HTMLButtonElement | null {
    return this.querySelector<HTMLButtonElement>(`[data-do="${action}"]`);
  }

  private say(what: string, values: Readonly<Record<string, string>> = {}): void {
    const status = this.querySelector('[role="status"]');
    const text = this.getAttribute(`say-${what}`) ?? '';
    if (status) status.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  }
}

function loadSheet(href: string): Promise<void> {
  if (!href || document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

customElements.define('place-input', PlaceInput);
