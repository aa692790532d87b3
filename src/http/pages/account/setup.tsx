import type { TestMail } from '../../../services/accounts/test-mail.ts';
import { ErrorSummary, Input, Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { countryChoices } from '../../country.ts';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** What is there already; what is not is asked for. */
export interface SetupState {
  readonly agency: { readonly id: string; readonly name: string } | null;
  /** Somebody leads the agency, or is invited to. */
  readonly hasLead: boolean;
  /** Mails go out. */
  readonly hasMail: boolean;
}

interface SetupProps {
  readonly state: SetupState;
  readonly form?: FormState;
  /** What became of a test mail that was just sent. */
  readonly mailTest?: TestMail | undefined;
}

/** The first steps of a new installation: can be left and come back to. */
export const Setup = ({ state, form = EMPTY_FORM, mailTest }: SetupProps) => {
  const { t } = usePage();
  const { agency, hasLead, hasMail } = state;
  return (
    <Layout title={t('account.setup-title')} kind="form">
      <h1>{t('account.setup-title')}</h1>
      <p class="lede">{t('account.setup-lede')}</p>
      <ErrorSummary form={form} />
      <section class="card">
        <StepTitle isDone={agency !== null} text={t('account.setup-agency')} />
        {agency ? <p>{agency.name}</p> : <AgencyForm form={form} />}
      </section>
      <section class="card">
        <StepTitle isDone={hasLead} text={t('account.setup-lead')} />
        <p>{t('account.setup-lead-why')}</p>
        {agency && !hasLead && <LeadForm form={form} agencyId={agency.id} />}
      </section>
      <section class="card">
        <StepTitle isDone={hasMail} text={t('account.setup-mail')} />
        <p>{t(hasMail ? 'account.setup-mail-on' : 'account.setup-mail-off')}</p>
        {hasMail && <MailTest result={mailTest} />}
      </section>
      <div class="actions">
        <a class={agency && hasLead ? 'button main' : 'button'} href="/admin">
          {t(agency && hasLead ? 'account.setup-done' : 'account.setup-later')}
        </a>
      </div>
    </Layout>
  );
};

const MailTest = ({ result }: { readonly result: TestMail | undefined }) => {
  const { t } = usePage();
  return (
    <form method="post" action="/setup/test-mail">
      {result?.outcome === 'sent' && (
        <p class="notice" role="status">
          {t('account.test-mail-sent', { email: result.to })}
        </p>
      )}
      {(result?.outcome === 'refused' || result?.outcome === 'delayed') && (
        <div class="notice notice-wrong" role="alert">
          <div>
            <p>{t('account.test-mail-failed', { outcome: result.outcome })}</p>
            <p>
              {t('account.test-mail-reason')} <bdi>{result.reason}</bdi>
            </p>
          </div>
        </div>
      )}
      <button type="submit">{t('account.test-mail')}</button>
    </form>
  );
};

const StepTitle = ({ isDone, text }: { readonly isDone: boolean; readonly text: string }) => {
  const { t } = usePage();
  return (
    <h2>
      {text}{' '}
      {isDone && (
        <span class="tag tag-good">
          <Icon name="check" />
          {t('account.done')}
        </span>
      )}
    </h2>
  );
};

const AgencyForm = ({ form }: { readonly form: FormState }) => {
  const { t, format } = usePage();
  const kinds = (['police', 'ngo', 'other'] as const).map((kind) => ({
    value: kind,
    label: t('account.agency-kind', { kind }),
  }));
  return (
    <form method="post" action="/setup/agency">
      <Input name="name" label={t('account.agency-name')} form={form} more={{ autocomplete: 'organization' }} />
      <Select name="kind" label={t('account.agency-kind-label')} form={form} choices={kinds} />
      <Select
        name="country"
        label={t('account.agency-country')}
        form={form}
        empty={t('account.agency-country-choose')}
        choices={countryChoices(format)}
      />
      <Input
        name="phone"
        type="tel"
        label={t('account.agency-phone')}
        hint={t('account.agency-phone-hint')}
        form={form}
        isOptional
      />
      <button type="submit" class="main">
        {t('account.agency-add')}
      </button>
    </form>
  );
};

const LeadForm = ({ form, agencyId }: { readonly form: FormState; readonly agencyId: string }) => {
  const { t } = usePage();
  return (
    <form method="post" action="/setup/lead">
      <input type="hidden" name="agencyId" value={agencyId} />
      <Input name="email" type="email" label={t('account.lead-email')} form={form} />
      <button type="submit" class="main">
        {t('account.lead-invite')}
      </button>
    </form>
  );
};
