import type { Child } from 'hono/jsx';
import type { TextKey } from '../../../adapters/texts.ts';
import type { EmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { MAX_PHOTOS } from '../../../services/sightings/submit.ts';
import { ErrorSummary, Input, Radios, Select, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import { PhotoInput } from '../../components/photo-input.tsx';
import { PlaceInput } from '../../components/place-input.tsx';
import { WaitingReports } from '../../components/waiting-reports.tsx';
import { byCountryName } from '../../country.ts';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { CheckList } from './check-list.tsx';
import { FormGuards } from './form-guards.tsx';
import { timeZoneChoices } from './time-zones.ts';

export interface ReportFormProps {
  readonly form: FormState;
  readonly numbers: EmergencyNumbers;
  /** Of all countries. */
  readonly all: readonly EmergencyNumbers[];
  /** Of the reporter's clock, as far as it can be told. */
  readonly timeZone: string;
  readonly isTimeZoneKnown: boolean;
}

const STEPS = 5;

/** A report of the public: one form, whose parts become steps where there is script. */
export const ReportForm = (props: ReportFormProps) => {
  const { t } = usePage();
  const { form, numbers } = props;
  return (
    <Layout title={t('report.title')} kind="form" isFindable>
      <h1>{t('report.title')}</h1>
      <p class="lede">{t('report.lede')}</p>
      <SafetyNotice number={numbers.emergency} />
      <ErrorSummary form={form} />
      <form method="post" action="/report" enctype="multipart/form-data" class="report">
        <FormGuards />
        <input type="hidden" name="case" value={form.values.case ?? ''} />
        <report-steps>
          <Photos form={form} />
          <WhereAndWhen {...props} />
          <TheChild form={form} />
          <ContactFields form={form} />
          <Step number={STEPS} title="report.check">
            <CheckList />
            <p>{t('report.check-text')}</p>
            <p>{t('report.no-answer')}</p>
            <div class="actions">
              <button type="button" class="step-button" data-back hidden>
                {t('report.back')}
              </button>
              <button type="submit" class="main">
                <Icon name="send" />
                {t('report.send')}
              </button>
            </div>
          </Step>
        </report-steps>
        <Island name="report-steps" />
      </form>
      <WaitingReports />
    </Layout>
  );
};

export const SafetyNotice = ({ number }: { readonly number: string }) => {
  const { texts } = usePage();
  const call = (parts: unknown[]) => (
    <a href={`tel:${number}`}>
      <strong dir="ltr">{parts.join('')}</strong>
    </a>
  );
  return (
    <div class="notice notice-warn">
      <Icon name="triangle-alert" />
      <p>{texts.parts('report.safety', { number, call })}</p>
    </div>
  );
};

interface StepProps {
  readonly number: number;
  readonly title: TextKey;
  readonly children?: Child;
}

const Step = ({ number, title, children }: StepProps) => {
  const { t } = usePage();
  return (
    <section class="step" aria-labelledby={`step-${number}`}>
      <p class="eyebrow">{t('report.progress', { step: number, count: STEPS })}</p>
      <h2 id={`step-${number}`} tabindex={-1}>
        {t(title)}
      </h2>
      {children}
      {number < STEPS && (
        <div class="actions step-button" hidden>
          {number > 1 && (
            <button type="button" data-back>
              {t('report.back')}
            </button>
          )}
          <button type="button" class="main" data-next>
            {t('report.next')}
          </button>
        </div>
      )}
    </section>
  );
};

const Photos = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const isAgain = Object.keys(form.errors).length > 0 && !form.values.upload;
  const hint = t(isAgain ? 'report.photos-again' : 'report.photos-hint', { count: MAX_PHOTOS });
  return (
    <Step number={1} title="report.photos">
      <PhotoInput form={form} label={t('report.photos-label')} hint={hint} multiple kind="sighting" />
      <p class="hint">{t('report.no-photo')}</p>
    </Step>
  );
};

const WhereAndWhen = ({ form, numbers, all, timeZone, isTimeZoneKnown }: ReportFormProps) => {
  const { t, format } = usePage();
  const countries = byCountryName(all, format);
  return (
    <Step number={2} title="report.where">
      <PlaceInput form={form} label={t('report.place')} hint={t('report.place-hint')} />
      <Select
        name="country"
        label={t('report.country')}
        form={form}
        value={numbers.country ?? ''}
        empty=""
        choices={countries.map(({ country, name }) => ({ value: country, label: name }))}
        isOptional
      />
      <div class="when">
        <Radios
          name="when"
          label={t('report.when')}
          form={form}
          choices={[
            { value: 'now', label: t('report.when-now') },
            { value: 'photo', label: t('report.when-photo'), hint: t('report.when-photo-hint') },
            { value: 'at', label: t('report.when-at') },
          ]}
        />
        <p class="notice" role="status" id="from-photo" hidden>
          {t('report.from-photo')}
        </p>
        <div class="when-at">
          <Input
            name="seenAt"
            type="datetime-local"
            size="medium"
            label={t('report.seen-at')}
            hint={t('report.seen-at-hint')}
            form={form}
          />
          {isTimeZoneKnown ? (
            <input type="hidden" name="timeZone" value={form.values.timeZone ?? timeZone} />
          ) : (
            <Select
              name="timeZone"
              label={t('report.time-zone')}
              form={form}
              value={timeZone}
              choices={timeZoneChoices(format, form.values.timeZone ?? timeZone)}
            />
          )}
        </div>
      </div>
    </Step>
  );
};

const TheChild = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Step number={3} title="report.child">
      <Radios
        name="sex"
        label={t('report.sex')}
        form={form}
        choices={[
          { value: 'female', label: t('report.sex-female') },
          { value: 'male', label: t('report.sex-male') },
          { value: '', label: t('report.sex-unknown') },
        ]}
      />
      <Input
        name="ageYears"
        type="number"
        size="short"
        label={t('report.age')}
        hint={t('report.age-hint')}
        form={form}
        more={{ min: 0, max: 25, inputmode: 'numeric' }}
        isOptional
      />
      <TextArea
        name="remarks"
        label={t('report.remarks')}
        hint={t('report.remarks-hint')}
        form={form}
        more={{ maxlength: 3900 }}
        isOptional
      />
    </Step>
  );
};

const ContactFields = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Step number={4} title="report.contact">
      <p>{t('report.contact-lede')}</p>
      <Input name="contactName" label={t('report.name')} form={form} more={{ autocomplete: 'name' }} isOptional />
      <Input
        name="contactPhone"
        type="tel"
        label={t('report.phone')}
        form={form}
        more={{ autocomplete: 'tel' }}
        isOptional
      />
      <Input
        name="contactEmail"
        type="email"
        label={t('report.email')}
        form={form}
        more={{ autocomplete: 'email' }}
        isOptional
      />
    </Step>
  );
};
