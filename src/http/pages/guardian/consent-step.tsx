import { LEGAL_BASES } from '../../../services/cases/case-fields.ts';
import { Checkbox, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { StepForm, StepPage } from './step-page.tsx';
import type { StepData } from './text-steps.tsx';

/** By what right the face is searched: the family's word, or what an agency may claim. */
export const ConsentStep = (data: StepData) => {
  const { t, viewer } = usePage();
  const isGuardian = viewer?.role === 'guardian';
  return (
    <StepPage
      step="consent"
      caseId={data.caseId}
      lede={t(isGuardian ? 'guardian.consent-lede' : 'guardian.basis-lede')}
    >
      {isGuardian && <WhatHappens />}
      <StepForm step="consent" {...data}>
        {isGuardian ? <Consent {...data} /> : <Basis {...data} />}
      </StepForm>
    </StepPage>
  );
};

const WhatHappens = () => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('guardian.consent-what')}</h2>
      <ul>
        {(['guardian.consent-1', 'guardian.consent-2', 'guardian.consent-3', 'guardian.consent-4'] as const).map(
          (key) => (
            <li>{t(key)}</li>
          ),
        )}
      </ul>
      <div class="notice">
        <Icon name="shield-check" />
        <p>{t('guardian.consent-end')}</p>
      </div>
    </>
  );
};

const Consent = ({ form }: StepData) => {
  const { t } = usePage();
  return (
    <>
      <Input
        name="consentBy"
        label={t('guardian.consent-by')}
        hint={t('guardian.consent-by-hint')}
        form={form}
        more={{ maxlength: 300, required: true }}
      />
      <Checkbox
        name="agrees"
        label={t('guardian.consent-yes')}
        form={form}
        value={form.values.legalBasis === 'consent' ? 'yes' : ''}
      />
    </>
  );
};

const Basis = ({ form }: StepData) => {
  const { t } = usePage();
  return (
    <>
      <Select
        name="legalBasis"
        label={t('guardian.basis')}
        form={form}
        empty={t('guardian.choose')}
        choices={LEGAL_BASES.map((basis) => ({
          value: basis,
          label: t('guardian.bases', { basis: selector(basis) }),
        }))}
      />
      <Input
        name="consentBy"
        label={t('guardian.consent-by')}
        hint={t('guardian.consent-by-hint')}
        form={form}
        isOptional
        more={{ maxlength: 300 }}
      />
    </>
  );
};
