import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** What was made for somebody who sets up an authenticator app. */
export interface NewFactor {
  /** `otpauth:` address. */
  readonly address: string;
  readonly backupCodes: readonly string[];
}

/** Ask for the password once more: whoever finds a session open cannot set up a factor of their own. */
export const BeginFactor = ({ form, isFirst }: { readonly form: FormState; readonly isFirst: boolean }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.factor-title')} kind="form">
      <h1>{t('account.factor-title')}</h1>
      <p class="lede">{t('account.factor-why')}</p>
      <ErrorSummary form={form} />
      <ol class="steps">
        <li>{t('account.factor-step-app')}</li>
        <li>{t('account.factor-step-scan')}</li>
        <li>{t('account.factor-step-code')}</li>
      </ol>
      <form method="post" action="/account/second-factor/begin">
        <Input
          name="password"
          type="password"
          label={t('account.password')}
          hint={t('account.factor-password')}
          form={form}
          more={{ autocomplete: 'current-password', required: true }}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('account.go-on')}
          </button>
          {!isFirst && <a href="/account">{t('account.cancel')}</a>}
        </div>
      </form>
    </Layout>
  );
};

/** The picture to scan, and the code that proves that it was scanned. */
export const ScanFactor = ({ form, factor }: { readonly form: FormState; readonly factor: NewFactor }) => {
  const { t } = usePage();
  const secret = new URL(factor.address).searchParams.get('secret') ?? '';
  return (
    <Layout title={t('account.factor-title')} kind="form">
      <h1>{t('account.scan-title')}</h1>
      <ErrorSummary form={form} />
      <QrCode text={factor.address} label={t('account.scan-label')} />
      <p>
        {t('account.scan-by-hand')} <code dir="ltr">{(secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
      </p>
      <form method="post" action="/account/second-factor/confirm">
        <input type="hidden" name="address" value={factor.address} />
        <input type="hidden" name="backupCodes" value={factor.backupCodes.join(' ')} />
        <Input
          name="code"
          label={t('account.code')}
          hint={t('account.scan-code-hint')}
          form={form}
          size="medium"
          more={{ autocomplete: 'one-time-code', inputmode: 'numeric', required: true }}
        />
        <div class="actions">
          <button type="submit" class="main">
            {t('account.go-on')}
          </button>
        </div>
      </form>
    </Layout>
  );
};

/** Shown once. */
export const BackupCodes = ({ codes, next }: { readonly codes: readonly string[]; readonly next: string }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.backup-title')} kind="form">
      <h1>{t('account.backup-title')}</h1>
      <p class="lede">{t('account.backup-why')}</p>
      <keep-codes data-title={t('account.backup-title')} data-copied={t('account.backup-copied')}>
        <ul class="backup-codes card" dir="ltr">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div class="row no-print" data-tools hidden>
          <button type="button" data-copy>
            <Icon name="copy" /> {t('account.backup-copy')}
          </button>
          <a class="button" download="homeward.txt" href="#main">
            <Icon name="download" /> {t('account.backup-download')}
          </a>
          <button type="button" data-print>
            <Icon name="printer" /> {t('account.backup-print')}
          </button>
          <span role="status" />
        </div>
        <Island name="keep-codes" />
      </keep-codes>
      <div class="actions no-print">
        <a class="button main" href={next}>
          {t('account.backup-kept')}
        </a>
      </div>
    </Layout>
  );
};
