import type { Report } from '../../../services/sightings/report.ts';
import type { FaceChoice } from '../../../services/sightings/report-faces.ts';
import { ErrorSummary, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { PhotoInput } from '../../components/photo-input.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { FaceChoices } from './face-choices.tsx';
import { FormGuards } from './form-guards.tsx';
import { SafetyNotice } from './report-form.tsx';

export interface FollowProps {
  readonly trackingCode: string;
  readonly report: Report;
  readonly choices: readonly FaceChoice[];
  readonly form: FormState;
}

/** A report as its reporter sees it: what they sent, and nothing of what came of it. */
export const Follow = ({ trackingCode, report, choices, form }: FollowProps) => {
  const { t } = usePage();
  const path = `/follow/${trackingCode}`;
  return (
    <Layout title={t('report.yours')} kind="form">
      <h1>{t('report.yours')}</h1>
      <p class="lede">{t('report.status')}</p>
      <ErrorSummary form={form} />
      <FaceChoices path={path} choices={choices} photos={report.photos.map(({ id }) => id)} />
      <Sent report={report} />
      <h2>{t('report.add-title')}</h2>
      <SafetyNotice number={report.emergencyNumbers.emergency} />
      <form method="post" action={`${path}/additions`} enctype="multipart/form-data">
        <FormGuards />
        <TextArea name="text" label={t('report.add-text')} form={form} more={{ maxlength: 4000 }} />
        <PhotoInput form={form} label={t('report.add-photos')} multiple kind="sighting" />
        <button type="submit" class="main">
          <Icon name="plus" />
          {t('report.add')}
        </button>
      </form>
      <ContactPart path={path} hasContact={report.hasContact} />
    </Layout>
  );
};

const Sent = ({ report }: Pick<FollowProps, 'report'>) => {
  const { t, format } = usePage();
  const { sex, ageYears, photos, additions } = report;
  const child = [
    ...(sex === 'female' || sex === 'male' ? [t(`report.sex-${sex}`)] : []),
    ...(ageYears === null ? [] : [t('report.age-value', { years: ageYears })]),
  ];
  return (
    <>
      <dl class="facts">
        <dt>{t('report.received')}</dt>
        <dd>
          <time datetime={report.receivedAt}>{format.dateTime(report.receivedAt)}</time>
        </dd>
        <dt>{t('report.seen')}</dt>
        <dd>
          <time datetime={report.seenAt}>{format.dateTime(report.seenAt, { withZone: true })}</time>
        </dd>
        <dt>{t('report.place')}</dt>
        <dd>{report.place ?? t('report.at-coordinates')}</dd>
        {child.length > 0 && <dt>{t('report.child')}</dt>}
        {child.length > 0 && <dd>{format.list(child)}</dd>}
        {report.remarks && <dt>{t('report.your-words')}</dt>}
        {report.remarks && <dd class="words">{report.remarks}</dd>}
        {photos.map(({ state }, index) => (
          <>
            <dt>{t('report.photo-n', { number: index + 1 })}</dt>
            <dd>{t('report.photo-state', { state: STATES[state] })}</dd>
          </>
        ))}
        <dt>{t('report.kept-until')}</dt>
        <dd>{format.date(report.keptUntil)}</dd>
      </dl>
      {additions.length > 0 && <h2>{t('report.added')}</h2>}
      {additions.map(({ text, at }) => (
        <div class="card">
          <p class="hint">
            <time datetime={at}>{format.dateTime(at)}</time>
          </p>
          <p class="words">{text}</p>
        </div>
      ))}
    </>
  );
};

/** As the texts name them. */
const STATES = {
  received: 'received',
  'choose-face': 'choosing',
  'no-face': 'faceless',
  unreadable: 'unreadable',
} as const;

const ContactPart = ({ path, hasContact }: { readonly path: string; readonly hasContact: boolean }) => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('report.contact-title')}</h2>
      <p>{t(hasContact ? 'report.contact-kept' : 'report.contact-none')}</p>
      {hasContact && (
        <details>
          <summary>{t('report.withdraw')}</summary>
          <form method="post" action={`${path}/withdraw-contact`}>
            <p>{t('report.withdraw-sure')}</p>
            <button type="submit" class="danger">
              {t('report.withdraw-do')}
            </button>
          </form>
        </details>
      )}
    </>
  );
};
