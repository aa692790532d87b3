import type { Child } from 'hono/jsx';
import type { TextKey } from '../../../adapters/texts.ts';
import type { SetUpState } from '../../../services/accounts/set-up.ts';
import { ErrorSummary, Input, Radios, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { countryChoices } from './choices.ts';
import { NewAccountFields } from './invitation.tsx';

const STEPS = ['account', 'factor', 'agency', 'lead', 'mail', 'ready'] as const;
export type SetUpStep = (typeof STEPS)[number];

/** What a new installation is for, and the account of who runs it. */
export const Welcome = ({ form, token }: { readonly form: FormState; readonly token: string }) => {
  const { t } = usePage();
  return (
    <Layout title={t('account.setup-welcome')} kind="form">
      <Progress now="account" />
      <h1>{t('account.setup-welcome')}</h1>
      <p class="lede">{t('account.setup-welcome-text')}</p>
      <h2>{t('account.setup-account')}</h2>
      <p>{t('account.setup-account-text')}</p>
      <form method="post" action="/setup">
        <ErrorSummary form={form} />
        <input type="hidden" name="token" value={token} />
        <NewAccountFields form={form} withEmail />
        <div class="actions">
          <button type="submit" class="main wide">
            {t('account.setup-go-on')}
          </button>
        </div>
      </form>
    </Layout>
  );
};

/** To whoever comes before there is an admin, without the link. */
export const OpenTheLink = () => {
  const { t } = usePage();
  return (
    <Layout title={t('account.setup-welcome')} kind="form">
      <h1>{t('account.setup-welcome')}</h1>
      <p class="lede">{t('account.setup-link')}</p>
    </Layout>
  );
};

/** Where one is in the set-up, in one line that a screen reader says as a whole. */
export const Progress = ({ now }: { readonly now: SetUpStep }) => {
  const { t } = usePage();
  const step = STEPS.indexOf(now) + 1;
  return (
    <>
      <p class="eyebrow">{t('account.step-of', { step, steps: STEPS.length })}</p>
      <progress max={STEPS.length} value={step} aria-hidden="true" />
    </>
  );
};

interface StepPageProps {
  readonly step: SetUpStep;
  readonly state: SetUpState;
  readonly form: FormState;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  /** What became of the test mail: why it failed, or null. */
  readonly tested?: string | null;
}

/** One of the steps that come after the admin's account. */
export const StepPage = (props: StepPageProps) => {
  const { t } = usePage();
  const View = VIEWS[props.step];
  return (
    <Layout title={t('account.setup-title')} kind="form">
      <Progress now={props.step} />
      <View {...props} />
      {props.step !== 'ready' && <p class="hint">{t('account.setup-later')}</p>}
    </Layout>
  );
};

const AgencyStep = ({ form }: StepPageProps) => {
  const { t, format } = usePage();
  const kinds = ['police', 'ngo', 'other'] as const;
  return (
    <StepForm step="agency" title="account.setup-agency" text="account.setup-agency-text" form={form}>
      <Input name="name" label={t('account.agency-name')} form={form} more={{ required: true, maxlength: 200, autocomplete: 'organization' }} />
      <Radios
        name="kind"
        label={t('account.agency-kind')}
        form={form}
        choices={kinds.map((kind) => ({ value: kind, label: t('account.agency-kinds', { kind }) }))}
      />
      <Select name="country" label={t('account.agency-country')} form={form} empty={t('account.choose')} choices={countryChoices(format)} />
      <Input
        name="phone"
        type="tel"
        label={t('account.agency-phone')}
        hint={t('account.agency-phone-hint')}
        form={form}
        size="medium"
        isOptional
        more={{ autocomplete: 'tel', maxlength: 40 }}
      />
    </StepForm>
  );
};

const LeadStep = ({ form, agencies }: StepPageProps) => {
  const { t } = usePage();
  const [only] = agencies;
  return (
    <StepForm step="lead" title="account.setup-lead" text="account.setup-lead-text" form={form} skip="mail">
      {agencies.length === 1 && only ? (
        <input type="hidden" name="agencyId" value={only.id} />
      ) : (
        <Select
          name="agencyId"
          label={t('account.lead-agency')}
          form={form}
          choices={agencies.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Input
        name="email"
        type="email"
        label={t('account.lead-email')}
        hint={t('account.lead-email-hint')}
        form={form}
        more={{ required: true, maxlength: 320, autocomplete: 'off' }}
      />
    </StepForm>
  );
};

const MailStep = ({ state, form, tested }: StepPageProps) => {
  const { t, viewer } = usePage();
  return (
    <>
      <h1>{t('account.setup-mail')}</h1>
      {tested === null && (
        <div class="notice notice-done" role="status">
          <Icon name="circle-check" />
          <p>{t('account.mail-works', { email: viewer?.email ?? '' })}</p>
        </div>
      )}
      {tested && (
        <div class="notice notice-wrong" role="alert">
          <Icon name="circle-alert" />
          <div>
            <p>{t('account.mail-fails')}</p>
            <p lang="en">
              <code>{tested}</code>
            </p>
          </div>
        </div>
      )}
      {!state.hasMail && <MailSettings />}
      {state.hasMail && <p class="lede">{t('account.setup-mail-text')}</p>}
      <form method="post" action="/setup/mail">
        <ErrorSummary form={form} />
        <div class="actions">
          {state.hasMail && (
            <button type="submit" class={tested === null ? '' : 'main'}>
              <Icon name="mail" />
              {t('account.mail-test')}
            </button>
          )}
          <a class={tested === null || !state.hasMail ? 'button main' : 'button'} href="/setup?step=ready">
            {t('account.setup-go-on')}
          </a>
        </div>
      </form>
    </>
  );
};

const MailSettings = () => {
  const { t } = usePage();
  return (
    <>
      <p class="lede">{t('account.mail-missing')}</p>
      <dl class="facts">
        <dt>
          <code>HOMEWARD_SMTP_URL</code>
        </dt>
        <dd>
          {t('account.mail-server')} <code>smtp://name:password@mail.example:587</code>
        </dd>
        <dt>
          <code>HOMEWARD_MAIL_FROM</code>
        </dt>
        <dd>
          {t('account.mail-from')} <code>Homeward &lt;homeward@police.example&gt;</code>
        </dd>
      </dl>
      <p>{t('account.mail-restart')}</p>
    </>
  );
};

const ReadyStep = ({ state }: StepPageProps) => {
  const { t } = usePage();
  const rows = [
    ['account.ready-agency', state.hasAgency, '/setup?step=agency'],
    ['account.ready-lead', state.hasLead, '/setup?step=lead'],
    ['account.ready-mail', state.hasMail, '/setup?step=mail'],
  ] as const;
  return (
    <>
      <h1>{t(rows.every(([, isDone]) => isDone) ? 'account.setup-ready' : 'account.setup-almost')}</h1>
      <ul class="checks">
        {rows.map(([text, isDone, href]) => (
          <li>
            <span class={isDone ? 'tag tag-good' : 'tag tag-warn'}>
              <Icon name={isDone ? 'check' : 'clock'} />
              {t(isDone ? 'account.done' : 'account.open')}
            </span>{' '}
            {isDone ? t(text) : <a href={href}>{t(text)}</a>}
          </li>
        ))}
      </ul>
      <h2>{t('account.next')}</h2>
      <ol class="steps">
        {(['account.next-1', 'account.next-2', 'account.next-3'] as const).map((key) => (
          <li>
            <p>{t(key)}</p>
          </li>
        ))}
      </ol>
      <div class="actions">
        <a class="button main" href="/admin">
          {t('account.to-admin')}
        </a>
        <a class="button" href="/">
          {t('account.to-home')}
        </a>
      </div>
    </>
  );
};

const VIEWS = {
  account: ReadyStep,
  factor: ReadyStep,
  agency: AgencyStep,
  lead: LeadStep,
  mail: MailStep,
  ready: ReadyStep,
} as const;

interface StepFormProps {
  readonly step: SetUpStep;
  readonly title: TextKey;
  readonly text: TextKey;
  readonly form: FormState;
  /** The step that comes when this one is left out for now. */
  readonly skip?: SetUpStep;
  readonly children?: Child;
}

const StepForm = ({ step, title, text, form, skip, children }: StepFormProps) => {
  const { t } = usePage();
  return (
    <>
      <h1>{t(title)}</h1>
      <p class="lede">{t(text)}</p>
      <form method="post" action={`/setup/${step}`}>
        <ErrorSummary form={form} />
        {children}
        <div class="actions">
          <button type="submit" class="main">
            {t('account.setup-go-on')}
          </button>
          {skip && <a href={`/setup?step=${skip}`}>{t('account.setup-skip')}</a>}
        </div>
      </form>
    </>
  );
};
