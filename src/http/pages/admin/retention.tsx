import type { Expired, RetentionRun } from '../../../services/purge/retention.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Frame } from './frame.tsx';
import { Empty, Moment } from './parts.tsx';

interface RetentionProps {
  readonly rules: readonly Expired[];
  readonly runs: readonly RetentionRun[];
}

export const RetentionPage = ({ rules, runs }: RetentionProps) => {
  const { t, can } = usePage();
  return (
    <Frame title={t('admin.retention')} lede={t('admin.retention-lede')}>
      <Rules rules={rules} />
      {can('retention.run') && (
        <p class="actions">
          <a class="button danger" href="/admin/retention/run">
            <Icon name="trash-2" />
            {t('admin.retention-run')}
          </a>
        </p>
      )}
      <h2>{t('admin.retention-runs')}</h2>
      {runs.length === 0 ? <Empty icon="history">{t('admin.retention-runs-none')}</Empty> : <Runs runs={runs} />}
    </Frame>
  );
};

const Rules = ({ rules }: { readonly rules: readonly Expired[] }) => {
  const { t, format } = usePage();
  return (
    <DataTable
      caption={t('admin.retention-caption')}
      head={[t('admin.kind'), t('admin.kept'), t('admin.goes-next')]}
      rows={rules.map(({ kind, days, count }) => [
        t('admin.retention-kind', { kind: selector(kind) }),
        keptFor(t, kind, days),
        format.number(count),
      ])}
    />
  );
};

/** Nothing but days says how long, save for what has an end of its own. */
function keptFor(t: ReturnType<typeof usePage>['t'], kind: string, days: number | null): string {
  if (kind === 'sighting') return t('admin.kept-sighting', { days: days ?? 0 });
  if (days === null) return t('admin.kept-own-time');
  return days === 0 ? t('admin.kept-not') : t('admin.kept-days', { days });
}

const Runs = ({ runs }: { readonly runs: readonly RetentionRun[] }) => {
  const { t, format } = usePage();
  return (
    <DataTable
      caption={t('admin.retention-runs')}
      isCaptionHidden
      head={[t('admin.when'), t('admin.who'), t('admin.erased')]}
      rows={runs.map(({ at, isByHand, counts }) => {
        const gone = Object.entries(counts).filter(([, count]) => count > 0);
        const words = gone.map(
          ([kind, count]) => `${t('admin.retention-kind', { kind: selector(kind) })}: ${format.number(count)}`,
        );
        return [
          <Moment at={at} />,
          t(isByHand ? 'admin.by-hand' : 'admin.by-itself'),
          words.length > 0 ? words.join(' · ') : t('admin.erased-nothing'),
        ];
      })}
    />
  );
};

/** Says what would go, and asks for the word. */
export const RunPage = ({ rules, form }: { readonly rules: readonly Expired[]; readonly form: FormState }) => {
  const { t, format } = usePage();
  const going = rules.filter(({ count }) => count > 0);
  const word = t('admin.retention-word');
  return (
    <Frame title={t('admin.retention-run')}>
      <ConfirmForm
        action="/admin/retention/run"
        title={t('admin.retention-run-title', { count: going.reduce((sum, { count }) => sum + count, 0) })}
        explanation={
          <>
            <p>{t('admin.retention-run-means')}</p>
            <ul>
              {going.map(({ kind, count }) => (
                <li>
                  {t('admin.retention-kind', { kind: selector(kind) })}: {format.number(count)}
                </li>
              ))}
            </ul>
          </>
        }
        submit={t('admin.retention-run')}
        cancel="/admin/retention"
        form={form}
        isDanger
      >
        <Input
          name="word"
          label={t('admin.retention-word-label', { word })}
          form={form}
          size="medium"
          more={{ autocomplete: 'off', required: true }}
        />
      </ConfirmForm>
    </Frame>
  );
};
