import { MAX_PHOTOS } from '../../services/sightings/submit.ts';
import type { FormState } from '../forms.ts';
import { usePage } from '../page.tsx';
import { Input } from './field.tsx';
import { Icon } from './icon.tsx';
import { Island } from './island.tsx';
import { PhotoCamera } from './photo-camera.tsx';
import { PhotoCard } from './photo-card.tsx';

interface PhotoInputProps {
  /** Default `photo`. */
  readonly name?: string;
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string;
  /** Several photos at once. */
  readonly multiple?: boolean;
  /** `reference`: of a missing child, each with the day on which it was taken. `sighting`: of a report. */
  readonly kind: 'reference' | 'sighting';
  /** Largest file that the server takes, bytes. */
  readonly mostBytes?: number;
}

/** Of references, chosen at once; a case takes more. */
const MOST_REFERENCES = 20;
const MOST_BYTES = 25e6;

/**
 * Photos for a form: a plain choice of files that works without script. The form is `multipart/form-data`.
 *
 * With script: camera, drag and drop, paste, preview, turning, a look at each photo, and sending in pieces that survives
 * a poor line: the form then has fields `upload` instead of files, for `receivePhotoForm`. References are sent one form
 * each, with its own `capturedOn`.
 */
export const PhotoInput = (props: PhotoInputProps) => {
  const { name = 'photo', form, label, hint, multiple = false, kind, mostBytes = MOST_BYTES } = props;
  const { t } = usePage();
  const error = form.errors[name];
  const id = `f-${name}`;
  const described = [`${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const most = multiple ? (kind === 'sighting' ? MAX_PHOTOS : MOST_REFERENCES) : 1;
  return (
    <photo-input
      class={`field photo-input ${error ? 'field-wrong' : ''}`}
      data-kind={kind}
      data-most={most}
      data-most-bytes={mostBytes}
    >
      <label for={id} id={`${id}-label`}>
        {label}
      </label>
      <p class="hint" id={`${id}-hint`}>
        {hint ?? t('photo.hint')}
      </p>
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <SentAhead form={form} />
      <input
        type="file"
        id={id}
        name={name}
        accept="image/*"
        multiple={multiple}
        aria-describedby={described}
        {...(error && { 'aria-invalid': 'true' })}
      />
      <div class="photo-ways" hidden>
        <button
          type="button"
          data-do="choose"
          aria-labelledby={`${id}-label ${id}-choose`}
          aria-describedby={described}
        >
          <Icon name="image-plus" />
          <span id={`${id}-choose`}>{t('photo.choose', { many: multiple ? 'yes' : 'no' })}</span>
        </button>
        <button type="button" data-do="camera">
          <Icon name="camera" />
          {t('photo.camera')}
        </button>
        <p class="hint photo-drop-hint">{t('photo.drop')}</p>
      </div>
      <p class="error" data-part="refused" role="alert" hidden />
      <ul class="photo-list" aria-label={t('photo.chosen')} hidden />
      {kind === 'reference' && <CapturedOn form={form} />}
      <PhotoTexts most={most} mostBytes={mostBytes} />
      <PhotoCard kind={kind} />
      <PhotoCamera />
      <Island name="photo-input" />
    </photo-input>
  );
};

/** Photos that have arrived with a form which must be mended: they need not be sent again. */
const SentAhead = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const ids = form.values.upload?.split(' ').filter(Boolean) ?? [];
  if (ids.length === 0) return null;
  return (
    <ul class="photo-kept">
      {ids.map((id, index) => (
        <li class="choice">
          <input type="checkbox" name="upload" value={id} id={`f-upload-${index}`} checked />
          <label for={`f-upload-${index}`}>{t('photo.kept', { number: index + 1 })}</label>
        </li>
      ))}
    </ul>
  );
};

/** Of the one photo that goes without script; with it, each photo has its own. */
const CapturedOn = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <div data-part="date">
      <Input
        name="capturedOn"
        label={t('photo.captured-on')}
        hint={t('photo.captured-on-hint')}
        form={form}
        size="medium"
        isOptional
        more={{ maxlength: 10, autocomplete: 'off' }}
      />
    </div>
  );
};

/** What the script says. */
const PhotoTexts = ({ most, mostBytes }: { readonly most: number; readonly mostBytes: number }) => {
  const { t } = usePage();
  const texts = {
    kind: t('photo.wrong-kind'),
    large: t('photo.too-large', { megabytes: Math.round(mostBytes / 1e6) }),
    many: t('photo.too-many', { most }),
    line: t('photo.line'),
    failed: t('photo.failed'),
  };
  return (
    <template data-part="texts">
      {Object.entries(texts).map(([name, text]) => (
        <p data-text={name}>{text}</p>
      ))}
    </template>
  );
};
