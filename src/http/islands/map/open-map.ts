import type { Map as LeafletMap } from 'leaflet';

export type Leaflet = typeof import('leaflet');

/**
 * A map in an element, as the attributes of its host say (src/http/components/map-settings.ts). Leaflet, four times as
 * much script as all the rest of a page, is loaded only now.
 */
export async function openMap(host: HTMLElement, canvas: HTMLElement): Promise<{ leaflet: Leaflet; map: LeafletMap }> {
  const leaflet: Leaflet = await import('leaflet').then(
    (module) => ('default' in module ? module.default : module) as Leaflet,
  );
  const text = (name: string) => host.getAttribute(name) ?? '';
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  canvas.dir = 'ltr';
  const map = leaflet.map(canvas, {
    zoomControl: false,
    zoomAnimation: !isCalm,
    fadeAnimation: !isCalm,
    markerZoomAnimation: !isCalm,
    inertia: !isCalm,
    minZoom: 1,
    maxZoom: Number(text('nearest')),
    worldCopyJump: true,
  });
  map.attributionControl.setPrefix(false);
  leaflet.control.zoom({ zoomInTitle: text('zoom-in'), zoomOutTitle: text('zoom-out') }).addTo(map);
  leaflet.control.scale({ imperial: false, position: 'topright' }).addTo(map);
  const isDark = () =>
    text('look') === 'dark' || (text('look') === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  const address = () => text('tiles').replace('{theme}', isDark() ? 'dark' : 'light');
  // The credit is plain text wherever it comes from.
  const credit = Object.assign(document.createElement('span'), { textContent: text('credit') }).innerHTML;
  const tiles = leaflet.tileLayer(address(), { attribution: credit, className: 'map-tile' }).addTo(map);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => tiles.setUrl(address()));
  map.on('popupopen', ({ popup }) =>
    popup.getElement()?.querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', text('close')),
  );
  return { leaflet, map };
}
