import { LEGAL_BASES } from '../../../services/cases/case-fields.ts';
import { ErrorSummary, Input, Select, TextArea } from '../../components/field.tsx';
import { PlaceInput } from '../../components/place-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { sexChoices } from './case-filter.tsx';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';

export interface EditData extends CaseHead {
  readonly form: FormState;
  /** What the fields held when the form began, as JSON. */
  readonly base: string;
  /** What somebody else wrote meanwhile in fields that this person changed too. */
  readonly theirs: Readonly<Record<string, string>>;
}

/** All that people write in a case. */
export const EditForm = (data: EditData) => {
  const { t } = usePage();
  const { file, form, base } = data;
  return (
    <CaseFrame {...data} tab="overview">
      <h2>{t('cases.edit')}</h2>
      <form method="post" action={`/cases/${file.id}/edit`} class="narrow">
        <ErrorSummary form={form} />
        <input type="hidden" name="version" value={String(file.version)} />
        <input type="hidden" name="base" value={base} />
        <Child {...data} />
        <Looks {...data} />
        <Missed {...data} />
        <Basis {...data} />
        <div class="actions sticky-actions">
          <button type="submit" class="main">
            {t('cases.save')}
          </button>
          <a href={`/cases/${file.id}`}>{t('cases.cancel')}</a>
        </div>
      </form>
    </CaseFrame>
  );
};

const Child = ({ form, theirs }: EditData) => {
  const { t } = usePage();
  const of = fieldsWith(form, theirs, t);
  return (
    <fieldset class="card">
      <legend>{t('cases.child')}</legend>
      <Input {...of('childName')} label={t('cases.field-child-name')} />
      <TextArea {...of('otherNames', t('cases.one-a-line'))} label={t('cases.field-other-names')} rows={2} isOptional />
      <Select {...of('sex')} label={t('cases.field-sex')} empty={t('cases.not-known')} choices={sexChoices(t)} />
      <Input
        {...of('birthDate', t('cases.birth-date-hint'))}
        label={t('cases.field-birth-date')}
        size="medium"
        isOptional
      />
      <Input
        {...of('ageYears', t('cases.age-years-hint'))}
        label={t('cases.field-age-years')}
        size="short"
        more={{ inputmode: 'decimal' }}
        isOptional
      />
      <Input {...of('languages', t('cases.languages-hint'))} label={t('cases.field-languages')} isOptional />
    </fieldset>
  );
};

const Looks = ({ form, theirs }: EditData) => {
  const { t } = usePage();
  const of = fieldsWith(form, theirs, t);
  return (
    <fieldset class="card">
      <legend>{t('cases.looks')}</legend>
      <Input
        {...of('heightCm')}
        label={t('cases.field-height')}
        size="short"
        more={{ inputmode: 'numeric' }}
        isOptional
      />
      <Input {...of('hairColour')} label={t('cases.field-hair')} isOptional />
      <Input {...of('eyeColour')} label={t('cases.field-eyes')} isOptional />
      <TextArea {...of('marks', t('cases.one-a-line'))} label={t('cases.field-marks')} rows={3} isOptional />
      <TextArea {...of('clothing')} label={t('cases.field-clothing')} rows={2} isOptional />
      <TextArea {...of('medicalNeeds')} label={t('cases.field-medical')} rows={2} isOptional />
    </fieldset>
  );
};

const Missed = ({ form, theirs }: EditData) => {
  const { t, timeZone } = usePage();
  const of = fieldsWith(form, theirs, t);
  return (
    <fieldset class="card">
      <legend>{t('cases.circumstances')}</legend>
      <Input
        {...of('lastSeenAt', t('cases.time-zone', { zone: timeZone }))}
        label={t('cases.field-last-seen')}
        type="datetime-local"
        size="medium"
        isOptional
      />
      <PlaceInput name="lastPlace" label={t('cases.field-last-place')} hint={of('lastPlace').hint} form={form} />
      <Input {...of('country', t('cases.country-hint'))} label={t('cases.field-country')} size="short" />
      <TextArea {...of('circumstances')} label={t('cases.field-circumstances')} rows={6} isOptional />
      <Input {...of('policeReference')} label={t('cases.field-police-reference')} isOptional />
    </fieldset>
  );
};

const Basis = ({ form, theirs }: EditData) => {
  const { t, timeZone } = usePage();
  const of = fieldsWith(form, theirs, t);
  return (
    <fieldset class="card">
      <legend>{t('cases.field-legal-basis')}</legend>
      <Select
        {...of('legalBasis', t('cases.legal-basis-hint'))}
        label={t('cases.field-legal-basis')}
        empty={t('cases.not-known')}
        choices={LEGAL_BASES.map((basis) => ({
          value: basis,
          label: t('cases.legal-basis', { basis: selector(basis) }),
        }))}
      />
      <Input {...of('consentBy', t('cases.consent-by-hint'))} label={t('cases.field-consent-by')} isOptional />
      <Input
        {...of('consentAt', t('cases.time-zone', { zone: timeZone }))}
        label={t('cases.field-consent-at')}
        type="datetime-local"
        size="medium"
        isOptional
      />
    </fieldset>
  );
};

/** A field's part of a form; where somebody else wrote in it meanwhile, the hint says what. */
function fieldsWith(form: FormState, theirs: EditData['theirs'], t: ReturnType<typeof usePage>['t']) {
  return (name: string, hint?: string) => {
    const other = theirs[name];
    return { name, form, hint: other === undefined ? hint : t('cases.theirs', { text: other || '–' }) };
  };
}
