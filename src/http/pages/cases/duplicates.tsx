import type { Duplicate } from '../../../services/cases/duplicates.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import type { OverviewData } from './overview-data.ts';

/** Cases that may be about the same child. Nothing is ever merged by itself. */
export const Duplicates = ({ file, duplicates }: OverviewData) => {
  const { t } = usePage();
  if (duplicates.length === 0) return null;
  return (
    <section class="card">
      <h2>{t('cases.duplicates')}</h2>
      <p class="hint">{t('cases.duplicates-hint')}</p>
      <ul class="plain-list">
        {duplicates.map((duplicate) => (
          <Pair caseId={file.id} duplicate={duplicate} />
        ))}
      </ul>
    </section>
  );
};

const Pair = ({ caseId, duplicate }: { readonly caseId: string; readonly duplicate: Duplicate }) => {
  const { t, format } = usePage();
  const { other, reasons, decision, decidedBy } = duplicate;
  return (
    <li>
      {other.id ? <a href={`/cases/${other.id}`}>{other.number}</a> : <strong>{other.number}</strong>} ·{' '}
      {other.agency.name}
      {other.agency.phone && ` · ${other.agency.phone}`}
      <p class="hint">{format.list(reasons.map((reason) => t('cases.duplicate-reason', reasonOf(reason))))}</p>
      {decision && (
        <p>
          <strong>{t('cases.duplicate-decided', { decision, agency: decidedBy ?? '' })}</strong>
        </p>
      )}
      <form method="post" action={`/cases/${caseId}/duplicates/${duplicate.id}`} class="actions">
        {(['same', 'different'] as const).map((each) => (
          <button type="submit" class="small" name="decision" value={each} disabled={decision === each}>
            {t('cases.duplicate-decide', { decision: each })}
            <span class="visually-hidden"> {other.number}</span>
          </button>
        ))}
      </form>
    </li>
  );
};

function reasonOf(reason: Duplicate['reasons'][number]): { kind: string } {
  if (reason.kind === 'name') return { kind: reason.isSame ? 'name' : 'name_alike' };
  return { kind: selector(reason.kind) };
}
