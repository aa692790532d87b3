import type { EmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { CallNumbers } from '../../components/call-numbers.tsx';
import { Select } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import { byCountryName } from '../../country.ts';
import type { Format } from '../../format.ts';
import { EMPTY_FORM } from '../../forms.ts';
import { type Translate, usePage } from '../../page.tsx';

/** Whom to call: where somebody probably is, and everywhere. */
export interface Numbers {
  readonly numbers: EmergencyNumbers;
  readonly all: readonly EmergencyNumbers[];
}

export const Emergency = (given: Numbers) => {
  const { t, format } = usePage();
  const { numbers } = given;
  return (
    <Layout title={t('public.emergency.title')} isFindable>
      <h1>{t('public.emergency.title')}</h1>
      <p class="lede">{t('public.emergency.lede')}</p>
      <section class="card" aria-labelledby="here">
        <h2 id="here">{whereOf(numbers, t, format)}</h2>
        <CallNumbers numbers={numbers} />
        <CountryForm {...given} action="/emergency" />
      </section>
      <h2>{t('public.emergency.all')}</h2>
      <AllNumbers {...given} />
    </Layout>
  );
};

/** Another country, chosen without script. */
export const CountryForm = ({ numbers, all, action }: Numbers & { readonly action: string }) => {
  const { t, format } = usePage();
  const choices = byCountryName(all, format).map(({ country, name }) => ({
    value: country,
    label: name,
  }));
  return (
    <form method="get" action={action} class="row">
      <Select
        name="country"
        label={t('public.emergency.country')}
        form={EMPTY_FORM}
        value={numbers.country ?? ''}
        empty=""
        choices={choices}
      />
      <button type="submit">{t('public.emergency.show')}</button>
    </form>
  );
};

/** «In India» */
export function whereOf({ country }: EmergencyNumbers, t: Translate, format: Format): string {
  return country === null
    ? t('public.emergency.everywhere')
    : t('public.emergency.in', { country: format.country(country) });
}

const AllNumbers = ({ all, numbers: { checkedOn } }: Numbers) => {
  const { t, format } = usePage();
  return (
    <div class="scroll">
      <table>
        <caption>{t('public.emergency.checked', { date: format.date(checkedOn) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('public.emergency.country')}</th>
            <th scope="col">{t('public.emergency.emergency')}</th>
            <th scope="col">{t('public.emergency.police')}</th>
            <th scope="col">{t('public.emergency.missing-children')}</th>
          </tr>
        </thead>
        <tbody>
          {byCountryName(all, format).map(({ name, emergency, police, missingChildren, childHelpline }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>
                <Dial number={emergency} />
              </td>
              <td>
                <Dial number={police} />
              </td>
              <td>
                <Dial number={(missingChildren ?? childHelpline)?.number} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Dial = ({ number }: { readonly number: string | undefined }) =>
  number ? (
    <a href={`tel:${number}`} dir="ltr">
      {number}
    </a>
  ) : (
    <span class="hint">–</span>
  );
