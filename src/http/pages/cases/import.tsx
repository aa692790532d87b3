import type { CreatedCase } from '../../../services/cases/create.ts';
import type { ImportPreview, ImportRow } from '../../../services/cases/import.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Checkbox, ErrorSummary, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { EMPTY_FORM, type FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

export interface ImportData {
  readonly form: FormState;
  readonly preview?: ImportPreview;
  /** What was just created. */
  readonly created?: readonly (CreatedCase & { readonly name: string })[];
}

/** Many cases from a table: first each row is looked at, then drafts are made of those that can be. */
export const ImportPage = ({ form, preview, created }: ImportData) => {
  const { t } = usePage();
  return (
    <Layout title={t('cases.import-title')} kind="desk">
      <p class="back">
        <a href="/cases">
          <Icon name="arrow-left" />
          {t('cases.title')}
        </a>
      </p>
      <h1>{t('cases.import-title')}</h1>
      {created ? <Created created={created} /> : <p class="lede">{t('cases.import-explained')}</p>}
      {!preview && !created && <ChooseTable form={form} />}
      {preview && <Preview preview={preview} form={form} isRest={created !== undefined} />}
      {!preview && !created && Object.keys(form.errors).length > 0 && form.values.table && <Mend form={form} />}
    </Layout>
  );
};

const ChooseTable = ({ form }: Pick<ImportData, 'form'>) => {
  const { t } = usePage();
  return (
    <section class="card narrow">
      <p>
        <a href="/cases/import/template.csv" download="homeward-cases.csv">
          <Icon name="download" /> {t('cases.import-template')}
        </a>
      </p>
      <p class="hint">{t('cases.import-template-hint')}</p>
      <form method="post" action="/cases/import" enctype="multipart/form-data">
        <ErrorSummary form={form} />
        <div class="field">
          <label for="f-file">{t('cases.import-file')}</label>
          <input type="file" id="f-file" name="file" accept=".csv,text/csv" required />
        </div>
        <button type="submit" class="main">
          {t('cases.import-check')}
        </button>
      </form>
    </section>
  );
};

/** A row that can be imported as it is. */
export function isImportable({ wanted, known, sameAs }: ImportRow, withKnown: boolean): boolean {
  return wanted !== null && (withKnown || (known.length === 0 && sameAs === null));
}

const Preview = ({
  preview,
  form,
  isRest,
}: {
  readonly preview: ImportPreview;
  readonly form: FormState;
  readonly isRest: boolean;
}) => {
  const { t } = usePage();
  const { rows } = preview;
  const withKnown = form.values.withKnown === 'yes';
  const count = rows.filter((row) => isImportable(row, withKnown)).length;
  const readable = rows.filter(({ wanted }) => wanted !== null).length;
  const words = { rows: rows.length, good: readable, wrong: rows.length - readable };
  return (
    <form method="post" action="/cases/import/table">
      {isRest ? <h2>{t('cases.import-rest', { count: rows.length })}</h2> : <p>{t('cases.import-preview', words)}</p>}
      <ErrorSummary form={form} />
      <DataTable
        caption={t('cases.import-result')}
        head={[t('cases.import-row'), t('cases.field-child-name'), t('cases.import-result')]}
        rows={rows.map((row) => [String(row.row), row.name, <Finding row={row} />])}
      />
      {rows.some(({ known, sameAs }) => known.length > 0 || sameAs !== null) && (
        <Checkbox name="withKnown" label={t('cases.import-with-known')} form={form} />
      )}
      <p class="hint">{t(readable > 0 ? 'cases.import-left' : 'cases.import-nothing')}</p>
      <div class="actions">
        {readable > 0 && (
          <button type="submit" class="main" name="do" value="create">
            {t('cases.import-create', { count: count || readable })}
          </button>
        )}
        <a href="/cases/import">{t('cases.cancel')}</a>
      </div>
      <TableText form={form} />
    </form>
  );
};

const Finding = ({ row }: { readonly row: ImportRow }) => {
  const { t, texts, format } = usePage();
  if (row.mistakes.length > 0)
    return (
      <>
        <span class="tag tag-wrong">{t('cases.import-wrong')}</span>
        <ul>
          {row.mistakes.map((mistake) => (
            <li>{texts.message(mistake)}</li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      {row.known.length === 0 && row.sameAs === null && (
        <span class="tag tag-good">
          <Icon name="check" />
          {t('cases.import-fine')}
        </span>
      )}
      {row.known.length > 0 && (
        <span class="tag tag-warn">{t('cases.import-maybe-known', { numbers: format.list(row.known) })}</span>
      )}
      {row.sameAs !== null && <span class="tag tag-warn">{t('cases.import-twice', { row: row.sameAs })}</span>}
    </>
  );
};

const Mend = ({ form }: Pick<ImportData, 'form'>) => (
  <form method="post" action="/cases/import/table">
    <TableText form={{ ...EMPTY_FORM, values: form.values }} />
  </form>
);

/** The table itself, to be mended in place. */
const TableText = ({ form }: Pick<ImportData, 'form'>) => {
  const { t } = usePage();
  return (
    <>
      <TextArea
        name="table"
        label={t('cases.import-text')}
        hint={t('cases.import-text-hint')}
        form={form}
        rows={8}
        more={{ class: 'table-text', spellcheck: 'false', dir: 'ltr' }}
      />
      <button type="submit" name="do" value="check">
        {t('cases.import-check-again')}
      </button>
    </>
  );
};

const Created = ({ created }: { readonly created: NonNullable<ImportData['created']> }) => {
  const { t } = usePage();
  return (
    <section class="notice notice-done" role="status">
      <Icon name="circle-check" />
      <div>
        <h2>{t('cases.import-done', { count: created.length })}</h2>
        <p>{t('cases.import-done-hint')}</p>
        <ul>
          {created.map(({ id, number, name }) => (
            <li>
              <a href={`/cases/${id}`}>{number}</a> {name}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
};
