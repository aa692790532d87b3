/** How all pictures of a comparison are shown. Shares are of the side of their frame, from its middle. */
export interface ViewState {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE: ViewState = { zoom: 1, x: 0, y: 0 };

const MOST = 8;

/** Move by shares of the frame; the picture never leaves it. */
export function moved({ zoom, x, y }: ViewState, by: { readonly x: number; readonly y: number }): ViewState {
  const room = (zoom - 1) / 2;
  return { zoom, x: within(x + by.x, room), y: within(y + by.y, room) };
}

/** Enlarge around a point of the frame, which stays where it is. */
export function zoomed({ zoom, x, y }: ViewState, factor: number, at = { x: 0, y: 0 }): ViewState {
  const wanted = Math.min(MOST, Math.max(1, zoom * factor));
  const share = wanted / zoom;
  return moved({ zoom: wanted, x: at.x - (at.x - x) * share, y: at.y - (at.y - y) * share }, { x: 0, y: 0 });
}

export function transformOf({ zoom, x, y }: ViewState): string {
  return `translate(${100 * x}%, ${100 * y}%) scale(${zoom})`;
}

function within(value: number, room: number): number {
  return Math.min(room, Math.max(-room, value));
}
