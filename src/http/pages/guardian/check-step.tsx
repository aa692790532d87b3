import type { GuardianCase, StaffCase } from '../../../services/cases/case-view.ts';
import { TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { StepForm, StepPage } from './step-page.tsx';
import { STEP_TITLES, type Step, stepPath } from './steps.ts';

interface CheckData {
  readonly file: GuardianCase | StaffCase;
  readonly photos: number;
  readonly form: FormState;
}

/** Everything once more, then to the agency. */
export const CheckStep = ({ file, photos, form }: CheckData) => {
  const { t, viewer } = usePage();
  const isGuardian = viewer?.role === 'guardian';
  const lede = isGuardian ? t('guardian.check-lede', { agency: file.agency.name }) : t('guardian.check-staff');
  return (
    <StepPage step="check" caseId={file.id} lede={lede}>
      {rowsOf(file, photos, usePage()).map(({ step, facts }) => (
        <section class="card">
          <h2>{t(STEP_TITLES[step])}</h2>
          <dl class="facts">
            {facts.map(([label, value]) => (
              <>
                <dt>{label}</dt>
                <dd>{value || t('guardian.not-said')}</dd>
              </>
            ))}
          </dl>
          <p>
            <a href={stepPath(file.id, step)}>
              {t('guardian.change')} <span class="visually-hidden">{t(STEP_TITLES[step])}</span>
            </a>
          </p>
        </section>
      ))}
      {photos === 0 && (
        <div class="notice notice-warn">
          <Icon name="image-plus" />
          <p>{t('guardian.check-no-photo')}</p>
        </div>
      )}
      {isGuardian ? (
        <StepForm step="check" caseId={file.id} version={null} form={form} submit={t('guardian.send')}>
          <TextArea
            name="message"
            label={t('guardian.message-along')}
            form={form}
            rows={3}
            isOptional
            more={{ maxlength: 4000 }}
          />
        </StepForm>
      ) : (
        <div class="actions">
          <a class="button main" href={`/cases/${file.id}`}>
            {t('guardian.to-case')}
          </a>
        </div>
      )}
    </StepPage>
  );
};

type Texts = Pick<ReturnType<typeof usePage>, 't' | 'format'>;
type Facts = readonly (readonly [label: string, value: string | null | undefined])[];

function rowsOf(file: CheckData['file'], photos: number, { t, format }: Texts): { step: Step; facts: Facts }[] {
  const age = file.ageNow === null ? null : t('guardian.age-now', { years: file.ageNow });
  const birth = file.birthDate && format.partialDate(file.birthDate);
  return [
    {
      step: 'child',
      facts: [
        [t('guardian.child-name'), [file.childName, ...file.otherNames].join(', ')],
        [t('guardian.sex'), file.sex && t('guardian.sexes', { sex: file.sex })],
        [t('guardian.birth-date'), [birth, age].filter(Boolean).join(' · ')],
        [t('guardian.country'), format.country(file.country)],
      ],
    },
    {
      step: 'last-seen',
      facts: [
        [t('guardian.last-day'), file.lastSeenAt && format.dateTime(file.lastSeenAt)],
        [t('guardian.last-place'), file.lastPlace],
        [t('guardian.what-happened'), file.circumstances],
        [t('guardian.clothing'), file.clothing],
      ],
    },
    {
      step: 'looks',
      facts: [
        [t('guardian.height'), file.heightCm?.toString()],
        [t('guardian.marks'), file.marks.join('; ')],
        [t('guardian.medical'), file.medicalNeeds],
      ],
    },
    { step: 'photos', facts: [[t('guardian.photos-count'), format.number(photos)]] },
    { step: 'consent', facts: [[t('guardian.consent-by'), file.consentBy]] },
  ];
}
