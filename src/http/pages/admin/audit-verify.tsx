import type { Child } from 'hono/jsx';
import type { AuditVerdict } from '../../../db/audit.ts';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { usePage } from '../../page.tsx';
import { Frame } from './frame.tsx';
import { Moment } from './parts.tsx';

/** A check that runs in this process, or the last one. */
export interface Verification {
  readonly rows: number;
  readonly checked: number;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly verdict: AuditVerdict | null;
  readonly isBroken: boolean;
}

/** Whether nobody changed the log. */
export const VerifyPage = ({ rows, verification }: { rows: number; verification: Verification | null }) => {
  const { t, format } = usePage();
  const isRunning = verification !== null && verification.verdict === null && !verification.isBroken;
  return (
    <Frame title={t('admin.audit-verify')} lede={t('admin.audit-verify-lede', { rows: format.number(rows) })}>
      <follow-progress region="verification">
        <div id="verification" {...(isRunning && { 'data-running': '' })}>
          {verification && <Result {...verification} />}
        </div>
        <Island name="follow-progress" />
      </follow-progress>
      {isRunning ? (
        <p>
          <a href="/admin/audit/verify">{t('admin.look-again')}</a>
        </p>
      ) : (
        <form method="post" class="actions">
          <button type="submit" class="main">
            <Icon name="shield-check" />
            {t('admin.audit-verify-now')}
          </button>
        </form>
      )}
    </Frame>
  );
};

const Result = ({ rows, checked, startedAt, verdict, isBroken }: Verification) => {
  const { t, format } = usePage();
  if (isBroken) return <Verdict look="notice notice-wrong" icon="circle-alert" title={t('admin.audit-fault')} />;
  if (!verdict)
    return (
      <div class="narrow" role="status">
        <label for="progress">
          {t('admin.audit-checking', { checked: format.number(checked), rows: format.number(rows) })}
        </label>
        <progress id="progress" max={Math.max(1, rows)} value={checked} />
      </div>
    );
  const when = (
    <p class="hint">
      <Moment at={startedAt} />
    </p>
  );
  if (verdict.broken)
    return (
      <Verdict
        look="notice notice-wrong"
        icon="shield-alert"
        title={t('admin.audit-broken', { row: format.number(verdict.broken.sequence) })}
      >
        <p>{t('admin.audit-broken-means', { rows: format.number(verdict.rows) })}</p>
        <p class="code" dir="ltr">
          {verdict.broken.problem}
        </p>
        {when}
      </Verdict>
    );
  return (
    <Verdict
      look="notice notice-done"
      icon="shield-check"
      title={t('admin.audit-whole', { rows: format.number(verdict.rows) })}
    >
      <p>{t('admin.audit-whole-means')}</p>
      {when}
    </Verdict>
  );
};

interface VerdictProps {
  readonly look: string;
  readonly icon: 'circle-alert' | 'shield-alert' | 'shield-check';
  readonly title: string;
  readonly children?: Child;
}

const Verdict = ({ look, icon, title, children }: VerdictProps) => (
  <div class={look} role="status">
    <Icon name={icon} />
    <div>
      <h2>{title}</h2>
      {children}
    </div>
  </div>
);
