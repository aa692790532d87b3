import type { FormState } from '../forms.ts';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';

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
}

/** Photos for a form: a plain choice of files that works without script. The form is `multipart/form-data`. */
export const PhotoInput = ({ name = 'photo', form, label, hint, multiple = false, kind }: PhotoInputProps) => {
  const { t } = usePage();
  const error = form.errors[name];
  const described = [`f-${name}-hint`, error && `f-${name}-error`].filter(Boolean).join(' ');
  return (
    <photo-input class={`field ${error ? 'field-wrong' : ''}`} data-kind={kind}>
      <label for={`f-${name}`}>{label}</label>
      <p class="hint" id={`f-${name}-hint`}>
        {hint ?? t('photo.hint')}
      </p>
      {error && (
        <p class="error" id={`f-${name}-error`}>
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <input
        type="file"
        id={`f-${name}`}
        name={name}
        accept="image/*"
        multiple={multiple}
        aria-describedby={described}
        {...(error && { 'aria-invalid': 'true' })}
      />
    </photo-input>
  );
};
