import type { FormState } from '../forms.ts';
import { usePage } from '../page.tsx';
import { Input } from './field.tsx';
import { Icon } from './icon.tsx';
import { Island } from './island.tsx';
import { useMapSettings } from './map-settings.ts';

interface PlaceInputProps {
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Of the words; the rest is always `latitude`, `longitude`, `accuracyMetres`. */
  readonly name?: string;
}

/** Where something was: in words, and with script by GPS, by the name of a town, or as a point on a map. */
export const PlaceInput = ({ form, label, hint, name = 'place' }: PlaceInputProps) => {
  const { assets, t } = usePage();
  return (
    <place-input {...useMapSettings()} {...usePlaceTexts()} sheet={assets.url('map.css')}>
      <Input name={name} label={label} hint={hint} form={form} more={{ maxlength: 300, autocomplete: 'off' }} />
      <div class="place-found" id={`found-${name}`} role="listbox" aria-label={t('map.towns')} hidden />
      <div class="row place-tools" hidden>
        <button type="button" class="small" data-do="locate">
          <Icon name="locate-fixed" />
          {t('map.use-location')}
        </button>
        <button type="button" class="small" data-do="map" aria-expanded="false">
          <Icon name="map" />
          {t('map.choose-on-map')}
        </button>
      </div>
      <div class="place-map" hidden>
        <p class="hint">{t('map.tap')}</p>
        <div class="place-canvas" />
      </div>
      <p class="place-said">
        <span role="status" />{' '}
        <button type="button" class="plain" data-do="clear" hidden>
          {t('map.clear')}
        </button>
      </p>
      {(['latitude', 'longitude', 'accuracyMetres'] as const).map((each) => (
        <input type="hidden" name={each} value={form.values[each] ?? ''} />
      ))}
      <Island name="place-input" />
    </place-input>
  );
};

/** With their placeholders left open for the script. */
function usePlaceTexts() {
  const { t } = usePage();
  const open = { place: '{place}', metres: '{metres}' };
  return {
    'say-looking': t('map.looking'),
    'say-located': t('map.located', open),
    'say-located-near': t('map.located-near', open),
    'say-point': t('map.point-set'),
    'say-point-near': t('map.point-set-near', open),
    'say-town': t('map.town-set', open),
    'say-cleared': t('map.cleared'),
    'say-denied': t('map.denied'),
    'say-unavailable': t('map.unavailable'),
    'say-timeout': t('map.timeout'),
    'say-insecure': t('map.insecure'),
  };
}
