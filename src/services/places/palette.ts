export type MapTheme = 'light' | 'dark';

/** The colours of the map: paper and shallow water by day, embers at night. */
export const PALETTE = {
  light: {
    water: '#d6e4e3',
    land: '#f8f2e7',
    coast: '#a9c0be',
    border: '#c7ac8e',
    grid: '#8a9f9d',
    country: '#a98d70',
    town: '#54483d',
    dot: '#8c6a50',
    halo: '#fdf9f1',
  },
  dark: {
    water: '#141c1e',
    land: '#2b2622',
    coast: '#43585b',
    border: '#6d5846',
    grid: '#5f7376',
    country: '#9a8069',
    town: '#e2d6c8',
    dot: '#c79f80',
    halo: '#1d1916',
  },
} as const satisfies Record<MapTheme, Record<string, string>>;
