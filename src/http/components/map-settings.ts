import { usePage } from '../page.tsx';

/** What the scripts of maps must know: whose tiles, and their words. Only inside of views. */
export function useMapSettings() {
  const { t, theme, texts, mapTiles } = usePage();
  return {
    tiles: mapTiles?.url ?? `/map/tiles/{z}/{x}/{y}.svg?theme={theme}&lang=${texts.locale}`,
    credit: mapTiles?.attribution ?? t('map.credit'),
    nearest: mapTiles ? '19' : '12',
    look: theme,
    'zoom-in': t('map.zoom-in'),
    'zoom-out': t('map.zoom-out'),
    close: t('map.close'),
  };
}
