import type { JobCounts } from '../../../db/jobs.ts';
import type { listFailedJobs } from '../../../services/jobs.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Frame } from './frame.tsx';
import { Ago, Empty } from './parts.tsx';

type FailedJob = Awaited<ReturnType<typeof listFailedJobs>>[number];

interface JobsProps {
  readonly counts: readonly JobCounts[];
  readonly failed: readonly FailedJob[];
}

/** More rows than that nobody reads; «retry all» takes all. */
const MOST_ROWS = 100;

export const JobsPage = ({ counts, failed }: JobsProps) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.jobs')} lede={t('admin.jobs-lede')}>
      <LiveList id="jobs" topics={['jobs']}>
        <h2>{t('admin.jobs-failed', { count: failed.length })}</h2>
        {failed.length === 0 ? (
          <Empty icon="circle-check">{t('admin.jobs-failed-none')}</Empty>
        ) : (
          <Failed jobs={failed} />
        )}
        <h2>{t('admin.jobs-waiting')}</h2>
        <Counts counts={counts} />
      </LiveList>
    </Frame>
  );
};

const Failed = ({ jobs }: { readonly jobs: readonly FailedJob[] }) => {
  const { t } = usePage();
  return (
    <>
      <DataTable
        caption={t('admin.jobs-failed-caption')}
        head={[t('admin.job'), t('admin.about'), t('admin.error'), t('admin.when'), t('admin.action')]}
        rows={jobs.slice(0, MOST_ROWS).map(({ id, kind, data, error, at }) => [
          t('admin.job-kind', { kind: selector(kind) }),
          <code class="breaks" dir="ltr">
            {JSON.stringify(data)}
          </code>,
          <span class="breaks" dir="auto">
            {error ?? t('admin.error-none')}
          </span>,
          <Ago at={at} />,
          <form method="post" action={`/admin/jobs/${id}/retry`}>
            <button type="submit" class="small">
              <Icon name="rotate-cw" />
              {t('admin.retry')}
            </button>
          </form>,
        ])}
      />
      <ConfirmForm
        action="/admin/jobs/retry"
        title={t('admin.retry-all')}
        explanation={t('admin.retry-all-means', { count: jobs.length })}
        submit={t('admin.retry-all')}
        isFolded
      />
    </>
  );
};

const Counts = ({ counts }: { readonly counts: readonly JobCounts[] }) => {
  const { t, format } = usePage();
  return (
    <DataTable
      caption={t('admin.jobs-waiting-caption')}
      head={[t('admin.job'), t('admin.waiting'), t('admin.active')]}
      rows={counts.map(({ kind, waiting, active }) => [
        t('admin.job-kind', { kind: selector(kind) }),
        format.number(waiting),
        format.number(active),
      ])}
    />
  );
};
