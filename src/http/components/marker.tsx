export type MapKind = 'sighting' | 'last-seen' | 'confirmed' | 'camera' | 'source';

/** A numbered sign, 32 × 32. Each kind has a shape of its own: colour alone tells too few people apart. */
export const Marker = ({ kind, number }: { readonly kind: MapKind; readonly number: string }) => (
  <g class={`marker marker-${kind}`}>
    <path d={SHAPES[kind]} />
    <text x="16" y="20.5" text-anchor="middle">
      {number}
    </text>
  </g>
);

const SHAPES: Readonly<Record<MapKind, string>> = {
  sighting: 'M16 3a13 13 0 1 0 0 26a13 13 0 1 0 0-26z',
  'last-seen': 'M16 1 31 16 16 31 1 16z',
  confirmed: 'M16 2 28 9v14l-12 7-12-7V9z',
  camera: 'M4 5h24v22H4z',
  source: 'M16 1 31 28H1z',
};
