import type { ReviewerMeasures } from '../../../services/reviews/measures.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

type Sensitivity = ReviewerMeasures['sensitivity'];

/** How well people tell faces apart, with how little is known of it. */
export const MeasuresPage = ({ own, agency }: { own: Sensitivity; agency: readonly ReviewerMeasures[] }) => {
  const { t } = usePage();
  return (
    <Layout title={t('review.measures-title')} kind="desk">
      <p class="back">
        <a href="/review">
          <Icon name="arrow-left" /> {t('review.title')}
        </a>
      </p>
      <h1>{t('review.measures-title')}</h1>
      <p class="lede">{t('review.measures-lede')}</p>
      <h2>{t('review.measures-own')}</h2>
      <Own sensitivity={own} />
      {agency.length > 0 && <Agency people={agency} />}
      <p class="hint">{t('review.measures-flatter')}</p>
    </Layout>
  );
};

const Own = ({ sensitivity }: { readonly sensitivity: Sensitivity }) => {
  const { t } = usePage();
  const { hits, mates, falseAlarms, controls, unable, caution } = sensitivity;
  return (
    <>
      <dl class="facts card">
        <dt>{t('review.measures-hits')}</dt>
        <dd>{t('review.measures-of', { count: hits, all: mates })}</dd>
        <dt>{t('review.measures-false')}</dt>
        <dd>{t('review.measures-of', { count: falseAlarms, all: controls })}</dd>
        <dt>{t('review.measures-unable')}</dt>
        <dd>{unable}</dd>
        <dt>{t('review.measures-dprime')}</dt>
        <dd>
          <DPrime value={sensitivity.dPrime} /> <span class="hint">{t('review.measures-dprime-hint')}</span>
        </dd>
      </dl>
      {caution && <p class="notice">{t('review.measures-few', { controls, mates })}</p>}
    </>
  );
};

const Agency = ({ people }: { readonly people: readonly ReviewerMeasures[] }) => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('review.measures-agency')}</h2>
      <section class="scroll" tabindex={0} aria-label={t('review.measures-agency')}>
        <table>
          <caption>{t('review.measures-lede')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('review.measures-name')}</th>
              <th scope="col">{t('review.measures-hits')}</th>
              <th scope="col">{t('review.measures-false')}</th>
              <th scope="col">{t('review.measures-unable')}</th>
              <th scope="col">{t('review.measures-dprime')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ reviewer, sensitivity }) => (
              <tr>
                <th scope="row">{reviewer.name}</th>
                <td>{t('review.measures-of', { count: sensitivity.hits, all: sensitivity.mates })}</td>
                <td>{t('review.measures-of', { count: sensitivity.falseAlarms, all: sensitivity.controls })}</td>
                <td>{sensitivity.unable}</td>
                <td>{sensitivity.caution ? t('review.measures-none') : <DPrime value={sensitivity.dPrime} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

const DPrime = ({ value }: { readonly value: number | null }) => {
  const { t, format } = usePage();
  return value === null ? t('review.measures-none') : format.number(value, { maximumFractionDigits: 1 });
};
