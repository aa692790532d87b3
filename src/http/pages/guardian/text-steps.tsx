import { SEXES } from '../../../services/cases/case-fields.ts';
import { Input, Radios, Select, TextArea } from '../../components/field.tsx';
import { PlaceInput } from '../../components/place-input.tsx';
import { countryChoices } from '../../country.ts';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { BirthDate } from './date-parts.tsx';
import { StepForm, StepPage } from './step-page.tsx';

export interface StepData {
  readonly caseId: string | null;
  readonly version: number | null;
  readonly form: FormState;
}

interface ChildData extends StepData {
  /** Among which a guardian chooses who shall look; empty where that is settled. */
  readonly agencies: readonly { readonly id: string; readonly name: string; readonly country: string }[];
}

/** Who is missing. */
export const ChildStep = ({ agencies, ...data }: ChildData) => {
  const { t } = usePage();
  const { form } = data;
  return (
    <StepPage step="child" caseId={data.caseId} lede={t('guardian.child-lede')}>
      <StepForm step="child" {...data}>
        <Input
          name="childName"
          label={t('guardian.child-name')}
          form={form}
          more={{ required: true, maxlength: 200, autocomplete: 'off' }}
        />
        <TextArea
          name="otherNames"
          label={t('guardian.other-names')}
          hint={t('guardian.other-names-hint')}
          form={form}
          rows={2}
          isOptional
        />
        <Radios
          name="sex"
          label={t('guardian.sex')}
          form={form}
          choices={[
            ...SEXES.map((sex) => ({ value: sex, label: t('guardian.sexes', { sex }) })),
            { value: '', label: t('guardian.not-known') },
          ]}
        />
        <BirthDate form={form} />
        <Input
          name="ageYears"
          label={t('guardian.age')}
          hint={t('guardian.age-hint')}
          form={form}
          size="short"
          isOptional
          more={{ inputmode: 'decimal', maxlength: 4 }}
        />
        <Where form={form} agencies={agencies} />
      </StepForm>
    </StepPage>
  );
};

/** In which country, and who shall look there. */
const Where = ({ form, agencies }: Pick<ChildData, 'form' | 'agencies'>) => {
  const { t, format } = usePage();
  const only = agencies.length === 1 ? agencies[0] : undefined;
  return (
    <>
      <Select
        name="country"
        label={t('guardian.country')}
        form={form}
        value={only?.country}
        empty={t('guardian.choose')}
        choices={countryChoices(format)}
      />
      {only && <input type="hidden" name="agencyId" value={only.id} />}
      {agencies.length > 1 && (
        <Select
          name="agencyId"
          label={t('guardian.agency')}
          hint={t('guardian.agency-hint')}
          form={form}
          empty={t('guardian.choose')}
          choices={agencies.map(({ id, name, country }) => ({
            value: id,
            label: `${name} (${format.country(country)})`,
          }))}
        />
      )}
    </>
  );
};

/** When, where, with whom, in what clothes. */
export const LastSeenStep = (data: StepData) => {
  const { t, now } = usePage();
  const { form } = data;
  const today = now.toISOString().slice(0, 10);
  return (
    <StepPage step="last-seen" caseId={data.caseId} lede={t('guardian.last-seen-lede')}>
      <StepForm step="last-seen" {...data}>
        <div class="row">
          <Input name="lastSeenDay" type="date" label={t('guardian.last-day')} form={form} more={{ max: today }} />
          <Input name="lastSeenTime" type="time" label={t('guardian.last-time')} form={form} isOptional />
        </div>
        <p class="hint">{t('guardian.last-time-hint')}</p>
        <PlaceInput
          name="lastPlace"
          label={t('guardian.last-place')}
          hint={t('guardian.last-place-hint')}
          form={form}
        />
        <TextArea
          name="circumstances"
          label={t('guardian.what-happened')}
          hint={t('guardian.what-happened-hint')}
          form={form}
          rows={5}
          isOptional
        />
        <TextArea
          name="clothing"
          label={t('guardian.clothing')}
          hint={t('guardian.clothing-hint')}
          form={form}
          rows={2}
          isOptional
        />
        <Input
          name="policeReference"
          label={t('guardian.police')}
          hint={t('guardian.police-hint')}
          form={form}
          isOptional
          more={{ maxlength: 100, autocomplete: 'off' }}
        />
      </StepForm>
    </StepPage>
  );
};

/** What a stranger could know the child by. */
export const LooksStep = (data: StepData) => {
  const { t } = usePage();
  const { form } = data;
  return (
    <StepPage step="looks" caseId={data.caseId} lede={t('guardian.looks-lede')}>
      <StepForm step="looks" {...data}>
        <Input
          name="heightCm"
          label={t('guardian.height')}
          form={form}
          size="short"
          isOptional
          more={{ inputmode: 'numeric', maxlength: 3 }}
        />
        <Input
          name="hairColour"
          label={t('guardian.hair')}
          form={form}
          size="medium"
          isOptional
          more={{ maxlength: 100 }}
        />
        <Input
          name="eyeColour"
          label={t('guardian.eyes')}
          form={form}
          size="medium"
          isOptional
          more={{ maxlength: 100 }}
        />
        <TextArea
          name="marks"
          label={t('guardian.marks')}
          hint={t('guardian.marks-hint')}
          form={form}
          rows={3}
          isOptional
        />
        <TextArea
          name="medicalNeeds"
          label={t('guardian.medical')}
          hint={t('guardian.medical-hint')}
          form={form}
          rows={3}
          isOptional
        />
      </StepForm>
    </StepPage>
  );
};
