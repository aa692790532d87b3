import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { CaseFrame } from './case-frame.tsx';
import { Duplicates } from './duplicates.tsx';
import { Circumstances, Description } from './facts.tsx';
import type { NextStep } from './next-step.ts';
import type { OverviewData } from './overview-data.ts';
import { People, Relatives } from './people.tsx';

export const Overview = (data: OverviewData) => {
  const { t, can } = usePage();
  const { file } = data;
  const isClosed = file.state === 'resolved' || file.state === 'withdrawn';
  return (
    <CaseFrame {...data} tab="overview">
      <Step {...data} />
      <div class="columns">
        <div>
          <section class="card">
            <div class="page-head">
              <h2>{t('cases.child')}</h2>
              {can('case.edit') && !isClosed && (
                <a class="button small" href={`/cases/${file.id}/edit`}>
                  <Icon name="pencil" />
                  {t('cases.edit')}
                </a>
              )}
            </div>
            <Description file={file} />
          </section>
          <section class="card">
            <h2>{t('cases.circumstances')}</h2>
            <Circumstances file={file} />
          </section>
        </div>
        <div>
          <People {...data} />
          <Relatives {...data} />
          <Duplicates {...data} />
        </div>
      </div>
    </CaseFrame>
  );
};

const Step = ({ file, step }: OverviewData) => {
  const { t, texts } = usePage();
  return (
    <section class={step.button ? 'notice notice-warn' : 'notice'} aria-label={t('cases.next')}>
      <Icon name={step.button ? 'hand-helping' : 'clock'} />
      <div>
        <h2>{t(step.text)}</h2>
        {file.missing.length > 0 && (
          <ul>
            {file.missing.map((sentence) => (
              <li>{texts.message(sentence)}</li>
            ))}
          </ul>
        )}
        <p class="actions">
          <StepButton id={file.id} step={step} />
          {file.state === 'draft' && file.officer && file.missing.length > 0 && (
            <a href={`/cases/${file.id}/photos`}>{t('cases.photo-add')}</a>
          )}
        </p>
      </div>
    </section>
  );
};

const StepButton = ({ id, step }: { readonly id: string; readonly step: NextStep }) => {
  const { t } = usePage();
  if (!step.button) return null;
  if (!step.isPost)
    return (
      <a class="button main" href={`/cases/${id}${step.path}`}>
        {t(step.button)}
      </a>
    );
  return (
    <button type="submit" class="main" form="next-step">
      {t(step.button)}
    </button>
  );
};
