import type { AuditRow } from '../../../services/audit-log.ts';
import { POLICY } from '../../../services/policy.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { queryOf } from './address.ts';
import { Frame } from './frame.tsx';
import { Empty, Moment, Pager } from './parts.tsx';

interface AuditProps {
  readonly items: readonly AuditRow[];
  /** Of people of the staff, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly form: FormState;
  readonly paths: { readonly first: string | null; readonly next: string | null; readonly file: string };
  readonly isOwnAgency: boolean;
}

/** Who did what, newest first. */
export const AuditPage = (props: AuditProps) => {
  const { t, can } = usePage();
  const { items, form, paths, isOwnAgency } = props;
  return (
    <Frame title={t('admin.audit')} lede={t(isOwnAgency ? 'admin.audit-lede-agency' : 'admin.audit-lede')}>
      <Filter form={form} />
      <div class="actions">
        <a class="button" href={paths.file} download>
          <Icon name="download" />
          {t('admin.audit-file')}
        </a>
        {can('audit.verify') && (
          <a class="button" href="/admin/audit/verify">
            <Icon name="shield-check" />
            {t('admin.audit-verify')}
          </a>
        )}
      </div>
      {items.length === 0 ? <Empty icon="list-checks">{t('admin.audit-none')}</Empty> : <Rows {...props} />}
      <Pager first={paths.first} next={paths.next} />
    </Frame>
  );
};

const Filter = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const isFiltered = Object.keys(form.values).length > 0;
  return (
    <search aria-label={t('admin.filter')}>
      <form method="get" class="filter">
        <ErrorSummary form={form} />
        <div class="row">
          <Input name="action" label={t('admin.what')} form={form} more={{ list: 'actions', autocomplete: 'off' }} />
          <Input
            name="entity"
            label={t('admin.kind-of-thing')}
            form={form}
            more={{ list: 'entities', autocomplete: 'off' }}
          />
          <Input name="from" type="date" label={t('admin.from')} form={form} />
          <Input name="to" type="date" label={t('admin.to')} form={form} />
        </div>
        <div class="row">
          <Input name="actorId" label={t('admin.actor-id')} form={form} more={{ autocomplete: 'off' }} />
          <Input name="entityId" label={t('admin.entity-id')} form={form} more={{ autocomplete: 'off' }} />
          <button type="submit">
            <Icon name="search" />
            {t('admin.filter')}
          </button>
          {isFiltered && <a href="/admin/audit">{t('admin.filter-none')}</a>}
        </div>
        <datalist id="actions">
          {Object.keys(POLICY).map((action) => (
            <option value={action} />
          ))}
        </datalist>
        <datalist id="entities">
          {['case', 'sighting', 'photo', 'candidate', 'match', 'account', 'agency', 'message', 'job'].map((entity) => (
            <option value={entity} />
          ))}
        </datalist>
      </form>
    </search>
  );
};

const Rows = ({ items, names }: AuditProps) => {
  const { t } = usePage();
  return (
    <DataTable
      caption={t('admin.audit')}
      isCaptionHidden
      head={[t('admin.when'), t('admin.who'), t('admin.what'), t('admin.about'), t('admin.why'), t('admin.details')]}
      rows={items.map((row) => [
        <>
          <Moment at={row.at} /> <span class="hint">№ {row.sequence}</span>
        </>,
        <Who row={row} names={names} />,
        <a class="code" href={`/admin/audit${queryOf({ action: row.action })}`}>
          {row.action}
        </a>,
        <About row={row} />,
        row.reasonCode ?? '–',
        Object.keys(row.details).length > 0 ? (
          <code class="breaks" dir="ltr">
            {JSON.stringify(row.details)}
          </code>
        ) : (
          '–'
        ),
      ])}
    />
  );
};

const Who = ({ row: { actorKind, actorId, actorRole }, names }: { row: AuditRow; names: AuditProps['names'] }) => {
  const { t } = usePage();
  const role = actorRole ?? (actorKind === 'api-key' ? 'program' : actorKind);
  if (actorId === null) return <>{t('admin.role', { role })}</>;
  return (
    <>
      <a href={`/admin/audit${queryOf({ actorId })}`}>{names.get(actorId) ?? shortId(actorId)}</a>{' '}
      <span class="hint">{t('admin.role', { role })}</span>
    </>
  );
};

const About = ({ row: { entity, entityId } }: { readonly row: AuditRow }) => {
  if (entity === null) return <>–</>;
  if (entityId === null) return <>{entity}</>;
  return (
    <>
      {entity}{' '}
      <a class="code" href={`/admin/audit${queryOf({ entity, entityId })}`} title={entityId}>
        {shortId(entityId)}
      </a>
    </>
  );
};

/** The beginning of an id, which tells a person enough. */
function shortId(id: string): string {
  return id.slice(0, 8);
}
