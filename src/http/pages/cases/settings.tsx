import type { Child } from 'hono/jsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-names.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';

/** The switches of a case, and how it ends. Each leads to a page that says first what follows. */
export const Settings = (head: CaseHead) => {
  const { t } = usePage();
  return (
    <CaseFrame {...head} tab="settings">
      <h2 class="visually-hidden">{t('cases.settings')}</h2>
      <State {...head} />
      <Publicity {...head} />
      <Protection {...head} />
    </CaseFrame>
  );
};

const State = ({ file }: CaseHead) => {
  const { t, can, texts } = usePage();
  const isLive = file.state === 'draft' || file.state === 'open';
  return (
    <Switch icon="folder" title={t('cases.state-is', { state: file.state })}>
      <p>{t('cases.state-means', { state: file.state })}</p>
      {file.closingReason && (
        <p class="hint">
          {t('cases.closing-reason')}: {t('cases.reason', { reason: selector(file.closingReason) })}
        </p>
      )}
      {file.missing.length > 0 && (
        <ul class="hint">
          {file.missing.map((sentence) => (
            <li>{texts.message(sentence)}</li>
          ))}
        </ul>
      )}
      <div class="actions">
        {file.state === 'draft' && can('case.open') && <To id={file.id} action="open" isMain />}
        {file.state === 'open' && can('case.close') && <To id={file.id} action="resolve" isMain />}
        {isLive && can('case.close') && <To id={file.id} action="withdraw" />}
        {!isLive && can('case.reopen') && <To id={file.id} action="reopen" />}
        {!isLive && !can('case.reopen') && <p class="hint">{t('cases.ask-lead-reopen')}</p>}
      </div>
    </Switch>
  );
};

const Publicity = ({ file }: CaseHead) => {
  const { t, can } = usePage();
  const why = whyNotPublic(file);
  return (
    <Switch
      icon={file.isPublic ? 'eye' : 'eye-off'}
      title={t(file.isPublic ? 'cases.is-public' : 'cases.is-not-public')}
    >
      <p>{t('cases.publicity-means')}</p>
      {file.isPublic && (
        <p>
          <a href={`/children/${file.id}`}>{t('cases.public-page')}</a>
        </p>
      )}
      {!file.isPublic && why && <p class="hint">{t(why)}</p>}
      {can('case.publish') && (file.isPublic || !why) && (
        <div class="actions">
          <To id={file.id} action={file.isPublic ? 'unpublish' : 'publish'} />
        </div>
      )}
    </Switch>
  );
};

const Protection = ({ file }: CaseHead) => {
  const { t, can } = usePage();
  return (
    <Switch icon="shield" title={t(file.isProtected ? 'cases.is-protected' : 'cases.is-not-protected')}>
      <p>{t('cases.protection-means')}</p>
      {file.protectedReason && (
        <p class="hint">{t('cases.protected-reason', { reason: selector(file.protectedReason) })}</p>
      )}
      <div class="actions">
        {!file.isProtected && can('case.protect') && <To id={file.id} action="protect" />}
        {file.isProtected && can('case.unprotect') && <To id={file.id} action="unprotect" />}
      </div>
    </Switch>
  );
};

const Switch = ({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: Child;
}) => (
  <section class="card">
    <h3>
      <Icon name={icon} /> {title}
    </h3>
    {children}
  </section>
);

interface ToProps {
  readonly id: string;
  readonly action: string;
  readonly isMain?: boolean;
}

const To = ({ id, action, isMain = false }: ToProps) => {
  const { t } = usePage();
  return (
    <a class={isMain ? 'button main' : 'button'} href={`/cases/${id}/${action}`}>
      {t('cases.do', { action })}
    </a>
  );
};

/** What must be mended first, so that nobody meets it only after they have decided. */
function whyNotPublic(file: CaseHead['file']) {
  if (file.isProtected) return 'cases.not-public-protected' as const;
  if (file.state !== 'open') return 'cases.not-public-state' as const;
  return file.consentBy === null || file.consentAt === null ? ('cases.not-public-consent' as const) : null;
}
