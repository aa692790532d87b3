import type { Finding } from '../../../services/doctor.ts';
import type { SystemView } from '../../../services/system.ts';
import { Icon } from '../../components/icon.tsx';
import type { Format } from '../../format.ts';
import { type Translate, usePage } from '../../page.tsx';
import { Frame } from './frame.tsx';
import { Facts } from './parts.tsx';

const MEGABYTE = 2 ** 20;
const GIGABYTE = 2 ** 30;
const LIGHTS = {
  fine: { icon: 'circle-check', tag: 'tag tag-good', text: 'admin.light-fine' },
  warning: { icon: 'triangle-alert', tag: 'tag tag-warn', text: 'admin.light-warning' },
  fault: { icon: 'circle-alert', tag: 'tag tag-wrong', text: 'admin.light-fault' },
} as const;
const WORST_FIRST = { fault: 0, warning: 1, fine: 2 } as const;

/** Where one goes on about what was found. */
const PAGES: Readonly<Record<string, string>> = {
  jobs: '/admin/jobs',
  mail: '/admin/messages',
  models: '/admin/models',
  address: '/admin/configuration',
};

interface OverviewProps {
  readonly findings: readonly Finding[];
  readonly system: SystemView;
}

/** Whether all is well, first what is not. */
export const OverviewPage = ({ findings, system }: OverviewProps) => {
  const { t } = usePage();
  const wrong = findings.filter(({ state }) => state !== 'fine').length;
  return (
    <Frame title={t('admin.title')} lede={t('admin.overview-lede', { count: wrong })}>
      <ul class="lights">
        {findings
          .toSorted((a, b) => WORST_FIRST[a.state] - WORST_FIRST[b.state])
          .map((finding) => (
            <Light finding={finding} />
          ))}
      </ul>
      <Numbers system={system} />
    </Frame>
  );
};

const Light = ({ finding: { name, state, detail } }: { readonly finding: Finding }) => {
  const { t, texts } = usePage();
  const { icon, tag, text } = LIGHTS[state];
  const page = PAGES[name];
  return (
    <li class="card light">
      <span class={tag}>
        <Icon name={icon} />
        {t(text)}
      </span>
      <div>
        <h2>{t('admin.finding', { name })}</h2>
        <p class="breaks" dir="auto">
          {texts.message(detail)}
        </p>
      </div>
      {page && state !== 'fine' && (
        <a class="button small" href={page}>
          {t('admin.look')}
        </a>
      )}
    </li>
  );
};

function sizeOf(bytes: number, t: Translate, format: Format): string {
  const isSmall = bytes < GIGABYTE;
  const size = format.number(bytes / (isSmall ? MEGABYTE : GIGABYTE), { maximumFractionDigits: 1 });
  return t(isSmall ? 'admin.megabytes' : 'admin.gigabytes', { size });
}

const Numbers = ({
  system: { versions, profile, storage, jobs, outbox, sources },
}: {
  readonly system: SystemView;
}) => {
  const { t, format } = usePage();
  const size = (bytes: number) => sizeOf(bytes, t, format);
  const waiting = (outbox.queued ?? 0) + (outbox.digest ?? 0) + (outbox.sending ?? 0);
  const stuck = (outbox.failed ?? 0) + (outbox.bounced ?? 0);
  return (
    <div class="grid numbers">
      <section class="card">
        <h2>
          <a href="/admin/jobs">{t('admin.jobs')}</a>
        </h2>
        <Facts
          of={[
            [t('admin.waiting'), format.number(jobs.waiting)],
            [t('admin.active'), format.number(jobs.active)],
            [t('admin.failed'), format.number(jobs.failed)],
          ]}
        />
      </section>
      <section class="card">
        <h2>
          <a href="/admin/messages">{t('admin.outbox')}</a>
        </h2>
        <Facts
          of={[
            [t('admin.waiting'), format.number(waiting)],
            [t('admin.held'), format.number(outbox.held ?? 0)],
            [t('admin.not-delivered'), format.number(stuck)],
          ]}
        />
      </section>
      <section class="card">
        <h2>{t('admin.sources')}</h2>
        <Facts
          of={[
            [t('admin.sources-watching'), format.number(sources.watching ?? 0)],
            [t('admin.sources-lost'), format.number((sources.lost ?? 0) + (sources.refused ?? 0))],
          ]}
        />
      </section>
      <section class="card">
        <h2>{t('admin.storage')}</h2>
        <Facts
          of={[
            [t('admin.free'), size(storage.freeBytes)],
            [t('admin.database'), size(storage.databaseBytes)],
            [t('admin.photos'), `${format.number(storage.photos)} · ${size(storage.blobBytes)}`],
          ]}
        />
      </section>
      <section class="card">
        <h2>{t('admin.versions')}</h2>
        <Facts
          of={[
            ['Homeward', versions.homeward],
            ['Node', versions.node],
            ['PostgreSQL', versions.postgresql],
            [t('admin.profile'), profile],
          ]}
        />
      </section>
    </div>
  );
};
