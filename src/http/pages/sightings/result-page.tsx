import type { ShownChild } from '../../../services/search/shown-children.ts';
import type { SearchView } from '../../../services/search/view-search.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Strength } from './strength.tsx';

interface ResultProps {
  readonly search: SearchView;
  readonly keepDays: number;
}

/** Whom a search by hand found: a short list, or a plain «nobody». */
export const ResultPage = ({ search, keepDays }: ResultProps) => {
  const { t, format } = usePage();
  const { incident, at, reasonCode, nobody, candidates, basis } = search;
  return (
    <Layout title={t('sightings.result-title')} kind="desk">
      <p>
        <a href="/search">
          <Icon name="arrow-left" /> {t('sightings.search-title')}
        </a>
      </p>
      <h1>{t('sightings.result-title')}</h1>
      <dl class="facts">
        <dt>{t('sightings.search-incident')}</dt>
        <dd>{incident}</dd>
        <dt>{t('sightings.search-reason')}</dt>
        <dd>{reasonCode && t('sightings.search-why', { value: selector(reasonCode) })}</dd>
        <dt>{t('sightings.result-at')}</dt>
        <dd>
          <time datetime={at}>{format.dateTime(at, { withZone: true })}</time>
        </dd>
      </dl>
      {nobody ? (
        <div class="notice">
          <Icon name="info" />
          <div>
            <h2>{t('sightings.result-nobody')}</h2>
            <p>{t('sightings.result-nobody-text')}</p>
          </div>
        </div>
      ) : (
        <div class="notice notice-warn">
          <Icon name="triangle-alert" />
          <div>
            <h2>{t('sightings.result-proposal')}</h2>
            <p>{t('sightings.result-blind')}</p>
          </div>
        </div>
      )}
      {!nobody && <Children candidates={candidates} />}
      {nobody && candidates.length > 0 && (
        <details class="card">
          <summary>{t('sightings.result-below')}</summary>
          <p>{t('sightings.result-below-text')}</p>
          <Children candidates={candidates} />
        </details>
      )}
      {basis !== 'own' && candidates.length > 0 && <p class="hint">{t('sightings.result-basis')}</p>}
      <p class="hint">{t('sightings.search-know-kept', { days: keepDays })}</p>
    </Layout>
  );
};

const Children = ({ candidates }: { readonly candidates: readonly ShownChild[] }) => {
  const { t } = usePage();
  return (
    <div class="scroll">
      <table>
        <caption>{t('sightings.result-list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sightings.result-case')}</th>
            <th scope="col">{t('sightings.result-support')}</th>
            <th scope="col">{t('sightings.result-agency')}</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((child) => (
            <Child child={child} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Child = ({ child }: { readonly child: ShownChild }) => {
  const { t } = usePage();
  const { caseNumber, caseId, strength, oneIn, agency } = child;
  return (
    <tr>
      <th scope="row" class="code">
        {caseId ? <a href={`/cases/${caseId}`}>{caseNumber}</a> : caseNumber}
      </th>
      <td>
        <Strength strength={strength} oneIn={oneIn} />
      </td>
      <td>
        <bdi>{agency.name}</bdi>
        {!caseId && (agency.phone || agency.email) && (
          <p class="hint">
            {t('sightings.result-call')} <bdi>{[agency.phone, agency.email].filter(Boolean).join(' · ')}</bdi>
          </p>
        )}
      </td>
    </tr>
  );
};
