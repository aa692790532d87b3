import { FACT_KINDS } from '../../../services/matches/match-view.ts';
import type { AgreedCandidate } from '../../../services/matches/read.ts';
import { ErrorSummary, Select, TextArea } from '../../components/field.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { FactList } from '../review/facts-page.tsx';

/** A candidate that two people agree on, and the form for the fact that makes it a match. */
export const Agreed = ({ candidate, form }: { candidate: AgreedCandidate; form: FormState }) => {
  const { t, format, can } = usePage();
  const { candidateId, agreedAt } = candidate;
  return (
    <article class="card">
      <h3>{candidate.case.childName}</h3>
      <p class="hint">
        <time datetime={agreedAt}>{t('matches.agreed-at', { time: format.relative(agreedAt) })}</time>
      </p>
      <FactList facts={candidate} />
      {can('match.record') && (
        <details open={Object.keys(form.errors).length > 0}>
          <summary class="button">{t('matches.record')}</summary>
          <RecordForm candidateId={candidateId} form={form} />
        </details>
      )}
    </article>
  );
};

const RecordForm = ({ candidateId, form }: { candidateId: string; form: FormState }) => {
  const { t } = usePage();
  // Several of these stand on one page: their fields need names of their own.
  const [kind, fact] = [`factKind-${candidateId}`, `fact-${candidateId}`];
  return (
    <form method="post" action="/matches" class="record-form">
      <ErrorSummary form={form} />
      <input type="hidden" name="candidateId" value={candidateId} />
      <Select
        name={kind}
        label={t('matches.fact-kind')}
        form={form}
        empty={t('matches.choose')}
        choices={FACT_KINDS.map((value) => ({
          value,
          label: t('matches.fact-kind-value', { value: selector(value) }),
        }))}
      />
      <TextArea
        name={fact}
        label={t('matches.fact')}
        hint={t('matches.fact-hint')}
        form={form}
        more={{ maxlength: 2000 }}
      />
      <button type="submit" class="main">
        {t('matches.make')}
      </button>
    </form>
  );
};
