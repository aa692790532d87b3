import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** A birth date as far as somebody knows it: fields `birthDay`, `birthMonth`, `birthYear`. */
export const BirthDate = ({ form }: { readonly form: FormState }) => {
  const { t, texts } = usePage();
  const error = form.errors.birthDate;
  const shown = (name: string) => form.values[name] ?? '';
  return (
    <fieldset class={`field ${error ? 'field-wrong' : ''}`} id="f-birthDate">
      <legend>{t('guardian.birth-date')}</legend>
      <p class="hint">{t('guardian.birth-date-hint')}</p>
      {error && (
        <p class="error">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <div class="row row-tight">
        <div class="field">
          <label for="f-birthDay">{t('guardian.day')}</label>
          <input
            id="f-birthDay"
            name="birthDay"
            inputmode="numeric"
            maxlength={2}
            value={shown('birthDay')}
            autocomplete="off"
          />
        </div>
        <div class="field">
          <label for="f-birthMonth">{t('guardian.month')}</label>
          <select id="f-birthMonth" name="birthMonth">
            <option value="">–</option>
            {monthsIn(texts.locale).map(([value, name]) => (
              <option value={value} selected={value === shown('birthMonth')}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="f-birthYear">{t('guardian.year')}</label>
          <input
            id="f-birthYear"
            name="birthYear"
            inputmode="numeric"
            maxlength={4}
            value={shown('birthYear')}
            autocomplete="off"
          />
        </div>
      </div>
    </fieldset>
  );
};

/** 01 … 12 with their names. */
function monthsIn(locale: string): (readonly [string, string])[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => [
    String(month + 1).padStart(2, '0'),
    format.format(new Date(Date.UTC(2020, month, 1))),
  ]);
}
