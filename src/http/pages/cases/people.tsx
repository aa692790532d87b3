import { Checkbox, ErrorSummary, Input, Radios } from '../../components/field.tsx';
import { EMPTY_FORM } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { Fact } from './facts.tsx';
import type { OverviewData } from './overview-data.ts';

/** Who has to do with the case. */
export const People = ({ file, step, wrong }: OverviewData) => {
  const { t, actor, can } = usePage();
  const isMine = actor.kind === 'account' && file.officer?.id === actor.accountId;
  const isStep = step.path === '/take-over';
  return (
    <section class="card">
      <h2>{t('cases.people')}</h2>
      <dl class="facts">
        <Fact name={t('cases.agency')}>
          {file.agency.name}
          {file.agency.phone && ` · ${file.agency.phone}`}
        </Fact>
        <Fact name={t('cases.field-officer')}>{file.officer?.name ?? t('cases.unassigned')}</Fact>
        <Fact name={t('cases.guardian')}>
          {file.guardian ? `${file.guardian.name}, ${file.guardian.email}` : t('cases.guardian-none')}
        </Fact>
      </dl>
      {can('case.take-over') && !isMine && (
        <form method="post" action={`/cases/${file.id}/take-over`} id="next-step" class="actions">
          {!isStep && (
            <button type="submit" class="small">
              {t('cases.take-over')}
            </button>
          )}
        </form>
      )}
      {can('case.assign-guardian') && (
        <GuardianForm file={file} form={wrong?.name === 'guardian' ? wrong.form : undefined} />
      )}
    </section>
  );
};

const GuardianForm = ({ file, form }: Pick<OverviewData, 'file'> & { form: typeof EMPTY_FORM | undefined }) => {
  const { t } = usePage();
  return (
    <details open={form !== undefined}>
      <summary>{t(file.guardian ? 'cases.guardian-change' : 'cases.guardian-link')}</summary>
      <form method="post" action={`/cases/${file.id}/guardian`}>
        <ErrorSummary form={form ?? EMPTY_FORM} />
        <Input
          name="email"
          type="email"
          label={t('cases.guardian-email')}
          hint={t('cases.guardian-hint')}
          form={form ?? EMPTY_FORM}
          more={{ autocomplete: 'off' }}
        />
        {file.guardian && <Checkbox name="end" label={t('cases.guardian-end')} form={form ?? EMPTY_FORM} />}
        <button type="submit">{t('cases.save')}</button>
      </form>
    </details>
  );
};

/** Siblings and twins: their faces are alike, and reviewers must know. */
export const Relatives = ({ file, relatives, wrong }: OverviewData) => {
  const { t, can } = usePage();
  const form = wrong?.name === 'relative' ? wrong.form : undefined;
  if (relatives.length === 0 && !can('case.relate')) return null;
  return (
    <section class="card">
      <h2>{t('cases.relatives')}</h2>
      {relatives.length === 0 && <p class="hint">{t('cases.relatives-none')}</p>}
      <ul class="plain-list">
        {relatives.map((relative) => (
          <li>
            <a href={`/cases/${relative.id}`}>{relative.childName}</a> · {t('cases.relation', { kind: relative.kind })}{' '}
            <span class="code hint">{relative.number}</span>
            {can('case.relate') && (
              <form method="post" action={`/cases/${file.id}/relatives/${relative.id}/remove`}>
                <button type="submit" class="plain">
                  {t('cases.relative-remove', { name: relative.childName })}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {can('case.relate') && (
        <details open={form !== undefined}>
          <summary>{t('cases.relative-add')}</summary>
          <form method="post" action={`/cases/${file.id}/relatives`}>
            <ErrorSummary form={form ?? EMPTY_FORM} />
            <Input
              name="number"
              label={t('cases.relative-number')}
              hint={t('cases.relative-number-hint')}
              form={form ?? EMPTY_FORM}
              size="medium"
            />
            <Radios
              name="kind"
              label={t('cases.relative-kind')}
              form={form ?? EMPTY_FORM}
              value="sibling"
              choices={(['sibling', 'twin'] as const).map((kind) => ({
                value: kind,
                label: t('cases.relation', { kind }),
              }))}
            />
            <button type="submit">{t('cases.save')}</button>
          </form>
        </details>
      )}
    </section>
  );
};
