import type { SourceView } from '../../../services/watch/sources.ts';
import { ErrorSummary, Input, Radios } from '../../components/field.tsx';
import { PlaceInput } from '../../components/place-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { WatchFrame } from './frame.tsx';

interface SourceFormProps {
  readonly form: FormState;
  /** What is changed; null for a new one. */
  readonly source: SourceView | null;
}

/** Add a camera, or say anew where it is. */
export const SourceFormPage = ({ form, source }: SourceFormProps) => {
  const { t } = usePage();
  const title = source ? t('source.edit') : t('source.new');
  const back = source ? `/watch/sources/${source.id}` : '/watch/sources';
  return (
    <WatchFrame title={title} lede={source ? source.name : t('source.new-lede')}>
      <form method="post" class="narrow">
        <ErrorSummary form={form} />
        {!source && (
          <Radios
            name="kind"
            label={t('source.kind-of')}
            form={form}
            value="stream"
            choices={(['stream', 'camera'] as const).map((kind) => ({
              value: kind,
              label: t('source.kind', { kind }),
              hint: t('source.kind-means', { kind }),
            }))}
          />
        )}
        {(!source || source.kind === 'stream') && <Address form={form} source={source} />}
        <Input
          name="name"
          label={t('source.name')}
          hint={t('source.name-hint')}
          form={form}
          more={{ maxlength: 100 }}
        />
        <WhereFields form={form} />
        <div class="actions">
          <button type="submit" class="main">
            {source ? t('source.save') : t('source.add')}
          </button>
          <a href={back}>{t('cases.cancel')}</a>
        </div>
      </form>
    </WatchFrame>
  );
};

/** Place, direction and time zone of a camera or film. */
export const WhereFields = ({ form }: { readonly form: FormState }) => {
  const { t, timeZone } = usePage();
  return (
    <>
      <PlaceInput form={form} label={t('source.place')} hint={t('source.place-hint')} />
      <noscript>
        <div class="row">
          <Input name="latitude" label={t('source.latitude')} form={form} more={{ inputmode: 'decimal' }} />
          <Input name="longitude" label={t('source.longitude')} form={form} more={{ inputmode: 'decimal' }} />
        </div>
      </noscript>
      <fieldset class="field">
        <legend>{t('source.coverage')}</legend>
        <p class="hint">{t('source.coverage-hint')}</p>
        <div class="row row-tight">
          <Input {...degrees('headingDegrees', 0)} label={t('source.heading')} form={form} isOptional />
          <Input {...degrees('angleDegrees', 1)} label={t('source.angle')} form={form} isOptional />
          <Input
            name="rangeMetres"
            type="number"
            more={{ min: 1, max: 10_000, step: 'any' }}
            label={t('source.range')}
            form={form}
            isOptional
          />
        </div>
      </fieldset>
      <Input
        name="timeZone"
        label={t('source.time-zone')}
        hint={t('source.time-zone-hint')}
        form={form}
        value={timeZone}
        size="medium"
        more={{ dir: 'ltr' }}
      />
    </>
  );
};

const degrees = (name: string, min: number) =>
  ({ name, type: 'number', more: { min, max: 360, step: 'any' } }) as const;

const Address = ({ form, source }: SourceFormProps) => {
  const { t } = usePage();
  return (
    <Input
      name="address"
      label={source ? t('source.new-address') : t('source.address')}
      hint={source ? t('source.new-address-hint', { host: source.host ?? '–' }) : t('source.address-hint')}
      form={form}
      more={{ dir: 'ltr', autocomplete: 'off', spellcheck: 'false', placeholder: 'rtsp://' }}
    />
  );
};
