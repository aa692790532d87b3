import { moved, type ViewState, zoomed } from './view-state.ts';

type Change = (next: (state: ViewState) => ViewState) => void;

/** Wheel, drag and pinch over a frame. @param change is told how the view changes */
export function listenToGestures(frame: HTMLElement, change: Change): void {
  const fingers = new Map<number, { readonly x: number; readonly y: number }>();
  const place = ({ clientX, clientY }: MouseEvent) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return { x: (clientX - left) / width - 0.5, y: (clientY - top) / height - 0.5 };
  };
  frame.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      change((state) => zoomed(state, Math.exp(-event.deltaY / 400), place(event)));
    },
    { passive: false },
  );
  frame.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, place(event));
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = place(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    const by = { x: now.x - before.x, y: now.y - before.y };
    if (!other) {
      change((state) => moved(state, by));
      return;
    }
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const spread = distance(now, other) / Math.max(0.01, distance(before, other));
    change((state) => zoomed(moved(state, { x: by.x / 2, y: by.y / 2 }), spread, middle));
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    frame.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
}

function distance(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
