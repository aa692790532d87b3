import type { Child } from 'hono/jsx';
import { CHANGE_REASONS } from '../../../services/accounts/reasons.ts';
import { Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-names.ts';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

/** A moment, said in the words of the page. */
export const Moment = ({ at }: { readonly at: Date | string }) => {
  const { format } = usePage();
  return <time datetime={new Date(at).toISOString()}>{format.dateTime(at)}</time>;
};

/** How long ago, with the moment itself for who points at it. */
export const Ago = ({ at }: { readonly at: Date | string }) => {
  const { format } = usePage();
  return (
    <time datetime={new Date(at).toISOString()} title={format.dateTime(at)}>
      {format.relative(at)}
    </time>
  );
};

/** What an empty list says, and what to do next. */
export const Empty = ({ icon, children }: { readonly icon: IconName; readonly children?: Child }) => (
  <div class="empty">
    <Icon name={icon} />
    <p>{children}</p>
  </div>
);

/** On to older rows. */
export const Pager = ({ first, next }: { readonly first: string | null; readonly next: string | null }) => {
  const { t } = usePage();
  if (!first && !next) return null;
  return (
    <nav class="pager" aria-label={t('admin.pages')}>
      {first ? <a href={first}>{t('admin.first-page')}</a> : <span />}
      {next && (
        <a class="button small" href={next}>
          {t('admin.next-page')}
          <Icon name="arrow-right" />
        </a>
      )}
    </nav>
  );
};

/** Why: a code of a list, since the audit log keeps it for ever. */
export const ReasonField = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <Select
      name="reason"
      label={t('admin.why')}
      hint={t('admin.why-hint')}
      form={form}
      empty={t('admin.choose')}
      choices={CHANGE_REASONS.map((reason) => ({
        value: reason,
        label: t('admin.reason', { reason: selector(reason) }),
      }))}
    />
  );
};

/** A definition list of what is known. */
export const Facts = ({ of }: { readonly of: readonly (readonly [label: string, value: Child])[] }) => (
  <dl class="facts">
    {of.map(([label, value]) => (
      <>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </>
    ))}
  </dl>
);
