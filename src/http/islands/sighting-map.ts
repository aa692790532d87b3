/** A map that moves in place of the still one, made from the list beside it. */
import type { LatLngTuple, Map as LeafletMap } from 'leaflet';
import { type Leaflet, openMap } from './map/open-map.ts';

/** Signs nearer to each other than this, in pixels, are drawn as one. */
const NEAR = 30;
const FIRST_ZOOM = 9;

interface Spot {
  readonly at: LatLngTuple;
  readonly item: HTMLLIElement;
}

class SightingMap extends HTMLElement {
  private open: { leaflet: Leaflet; map: LeafletMap } | null = null;

  connectedCallback(): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      void this.start();
    });
    seen.observe(this);
  }

  disconnectedCallback(): void {
    this.open?.map.remove();
    this.open = null;
  }

  private async start(): Promise<void> {
    const still = this.querySelector<HTMLElement>('.map-view');
    if (!still) return;
    const canvas = Object.assign(document.createElement('div'), { className: 'map-canvas' });
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', this.closest('section')?.getAttribute('aria-label') ?? '');
    still.replaceWith(canvas);
    this.open = await openMap(this, canvas);
    const { leaflet, map } = this.open;
    const spots = this.spots;
    if (spots.length === 0) map.setView([15, 20], 2);
    else map.fitBounds(leaflet.latLngBounds(spots.map(({ at }) => at)), { padding: [36, 36], maxZoom: FIRST_ZOOM });
    const signs = leaflet.layerGroup().addTo(map);
    const draw = () => {
      signs.clearLayers();
      for (const group of grouped(map, spots)) this.sign(group)?.addTo(signs);
    };
    this.drawGround();
    map.on('zoomend', draw);
    draw();
    for (const { at, item } of spots)
      item.querySelector('svg')?.addEventListener('click', () => map.setView(at, Math.max(map.getZoom(), FIRST_ZOOM)));
  }

  /** Under the signs: what cameras cover, and the way of a child. */
  private drawGround(): void {
    if (!this.open) return;
    const { leaflet, map } = this.open;
    const plain = { interactive: false };
    for (const { dataset } of this.querySelectorAll<HTMLLIElement>('li[data-outline]'))
      leaflet.polygon(placesIn(dataset.outline), { ...plain, className: 'map-coverage' }).addTo(map);
    leaflet.polyline(placesIn(this.getAttribute('route')), { ...plain, className: 'map-route' }).addTo(map);
  }

  private get spots(): Spot[] {
    return [...this.querySelectorAll<HTMLLIElement>('li[data-latitude]')].map((item) => ({
      at: [Number(item.getAttribute('data-latitude')), Number(item.getAttribute('data-longitude'))],
      item,
    }));
  }

  /** One point as its sign of the list; several as their number, which opens the map further or lists them. */
  private sign(group: readonly Spot[]) {
    const [first] = group;
    if (!first || !this.open) return null;
    const { leaflet, map } = this.open;
    const isOne = group.length === 1;
    const several = (this.getAttribute('several') ?? '').replace('{count}', String(group.length));
    const name = isOne ? nameOf(first.item) : several;
    const html = isOne ? first.item.querySelector('svg')?.cloneNode(true) : undefined;
    const icon = leaflet.divIcon({
      html: html instanceof SVGElement ? wrapped(html) : String(group.length),
      className: isOne ? 'map-sign' : 'map-sign map-several',
      iconSize: [32, 32],
      popupAnchor: [0, -12],
    });
    const marker = leaflet.marker(first.at, { icon, riseOnHover: true });
    marker.on('add', () => marker.getElement()?.setAttribute('aria-label', name));
    const bounds = leaflet.latLngBounds(group.map(({ at }) => at));
    const isApart = !isOne && map.getZoom() < map.getMaxZoom() && !bounds.getNorthEast().equals(bounds.getSouthWest());
    if (!isApart) return marker.bindPopup(() => listOf(group), { minWidth: 200, maxHeight: 240 });
    const nearer = () => map.fitBounds(bounds, { padding: [60, 60] });
    return marker.on('click', nearer).on('keypress', (event) => {
      const { originalEvent } = event as unknown as { originalEvent: KeyboardEvent };
      if (originalEvent.key === 'Enter') nearer();
    });
  }
}

/** 16.5,80.6 16.6,80.7 */
function placesIn(line: string | null | undefined): LatLngTuple[] {
  const pairs = (line ?? '').split(' ').filter((pair) => pair !== '');
  return pairs.map((pair) => {
    const [latitude = 0, longitude = 0] = pair.split(',').map(Number);
    return [latitude, longitude];
  });
}

function grouped(map: LeafletMap, spots: readonly Spot[]): Spot[][] {
  const groups: Spot[][] = [];
  for (const spot of spots) {
    const point = map.project(spot.at);
    const near = groups.find(([first]) => first && map.project(first.at).distanceTo(point) < NEAR);
    if (near) near.push(spot);
    else groups.push([spot]);
  }
  return groups;
}

/** Number and words, as they are seen. */
function nameOf(item: HTMLLIElement): string {
  const parts = [item.querySelector('text'), item.querySelector(':scope > span')];
  return parts.map((part) => part?.textContent?.trim() ?? '').join(' ');
}

function wrapped(drawing: SVGElement): HTMLElement {
  drawing.removeAttribute('role');
  drawing.setAttribute('aria-hidden', 'true');
  const box = document.createElement('span');
  box.append(drawing);
  return box;
}

function listOf(group: readonly Spot[]): HTMLElement {
  const list = document.createElement('div');
  list.dir = document.documentElement.dir;
  for (const { item } of group) {
    const line = document.createElement('p');
    line.append(...[...(item.querySelector(':scope > span')?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    list.append(line);
  }
  return list;
}

customElements.define('sighting-map', SightingMap);
