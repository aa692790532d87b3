import type { Account } from '../../../db/accounts.ts';
import type { Session } from '../../../db/sessions.ts';
import { ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Layout } from '../../components/layout.tsx';
import { zoneChoices } from '../../country.ts';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { LOCALES } from '../../middleware/page.ts';
import { usePage } from '../../page.tsx';
import { NewPassword } from './join.tsx';

export interface SettingsProps {
  readonly account: Pick<Account, 'name' | 'email' | 'username' | 'locale' | 'timeZone' | 'hasSecondFactor'>;
  readonly sessions: readonly Session[];
  readonly sessionId: string | null;
  /** Of the part that was sent with mistakes. */
  readonly forms: { readonly self?: FormState; readonly password?: FormState };
}

/** One's own account: who one is, how one signs in, where one is signed in. */
export const AccountSettings = ({ account, sessions, sessionId, forms }: SettingsProps) => {
  const { t } = usePage();
  return (
    <Layout title={t('page.account')}>
      <h1>{t('page.account')}</h1>
      <AboutMe account={account} form={forms.self ?? EMPTY_FORM} />
      <Passwords form={forms.password ?? EMPTY_FORM} />
      <Factor account={account} />
      <Sessions sessions={sessions} sessionId={sessionId} />
    </Layout>
  );
};

const AboutMe = ({ account, form }: { readonly account: SettingsProps['account']; readonly form: FormState }) => {
  const { t, format } = usePage();
  const languages = LOCALES.map((value) => ({ value, label: format.language(value, { isOwn: true }) }));
  return (
    <section class="card">
      <h2>{t('account.about-you')}</h2>
      <ErrorSummary form={form} />
      <dl class="facts">
        <dt>{t('account.email')}</dt>
        <dd>{account.email}</dd>
      </dl>
      <form method="post" action="/account">
        <Input
          name="name"
          label={t('account.your-name')}
          form={form}
          value={account.name}
          more={{ autocomplete: 'name' }}
        />
        <Input
          name="username"
          label={t('account.username')}
          hint={t('account.username-hint')}
          form={form}
          value={account.username ?? ''}
          isOptional
          more={{ autocomplete: 'username' }}
        />
        <div class="row">
          <Select name="locale" label={t('account.language')} form={form} value={account.locale} choices={languages} />
          <Select
            name="timeZone"
            label={t('account.zone')}
            form={form}
            value={account.timeZone}
            choices={zoneChoices()}
          />
        </div>
        <div class="actions">
          <button type="submit" class="main">
            {t('account.save')}
          </button>
        </div>
      </form>
    </section>
  );
};

const Passwords = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <section class="card">
      <h2>{t('account.password-title')}</h2>
      <ErrorSummary form={form} />
      <form method="post" action="/account/password">
        <Input
          name="currentPassword"
          type="password"
          label={t('account.current-password')}
          form={form}
          more={{ autocomplete: 'current-password', required: true }}
        />
        <NewPassword form={form} name="newPassword" />
        <p class="hint">{t('account.reset-ends-sessions')}</p>
        <div class="actions">
          <button type="submit">{t('account.reset-save')}</button>
        </div>
      </form>
    </section>
  );
};

const Factor = ({ account }: { readonly account: SettingsProps['account'] }) => {
  const { t } = usePage();
  return (
    <section class="card">
      <h2>{t('account.factor-title')}</h2>
      <p>{t(account.hasSecondFactor ? 'account.factor-on' : 'account.factor-off')}</p>
      {account.hasSecondFactor ? (
        <form method="post" action="/account/backup-codes">
          <Input
            name="password"
            type="password"
            label={t('account.password')}
            hint={t('account.backup-new-hint')}
            form={EMPTY_FORM}
            more={{ autocomplete: 'current-password', required: true }}
          />
          <button type="submit">{t('account.backup-new')}</button>
        </form>
      ) : (
        <a class="button" href="/account/second-factor">
          {t('account.factor-set-up')}
        </a>
      )}
    </section>
  );
};

const Sessions = ({ sessions, sessionId }: Pick<SettingsProps, 'sessions' | 'sessionId'>) => {
  const { t, format } = usePage();
  return (
    <section class="card">
      <h2>{t('account.sessions')}</h2>
      <ul class="plain-list">
        {sessions.map(({ id, lastUsedAt, address, userAgent }) => (
          <li>
            <p>
              <strong>{deviceOf(userAgent) ?? t('account.unknown-device')}</strong>
              {id === sessionId && <span class="tag tag-good">{t('account.this-device')}</span>}
            </p>
            <p class="hint">
              {t('account.last-used', { when: format.relative(lastUsedAt) })} {address}
            </p>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/account/sign-out-elsewhere">
          <button type="submit">{t('account.sign-out-elsewhere')}</button>
        </form>
      )}
    </section>
  );
};

/** «Chrome, Android», as far as a browser says it. */
function deviceOf(userAgent: string | null): string | null {
  const browser = /\b(Edg|Firefox|Chrome|Safari)\b/.exec(userAgent ?? '')?.[1]?.replace('Edg', 'Edge');
  const system = /\b(Android|iPhone|iPad|Windows|Mac OS X|Linux)\b/.exec(userAgent ?? '')?.[1];
  return [browser, system].filter(Boolean).join(', ') || null;
}
