import type { FormState } from '../forms.ts';
import { Input } from './field.tsx';

interface PlaceInputProps {
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Of the words; the rest is always `latitude`, `longitude`, `accuracyMetres`. */
  readonly name?: string;
}

/** Where something was: in words, and with script by GPS, by the name of a town, or as a point on a map. */
export const PlaceInput = ({ form, label, hint, name = 'place' }: PlaceInputProps) => (
  <div class="place-input">
    <Input name={name} label={label} hint={hint} form={form} more={{ maxlength: 300, autocomplete: 'off' }} />
    {(['latitude', 'longitude', 'accuracyMetres'] as const).map((each) => (
      <input type="hidden" name={each} value={form.values[each] ?? ''} />
    ))}
  </div>
);
