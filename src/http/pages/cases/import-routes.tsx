import type { Readable } from 'node:stream';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { type ImportPreview, importCases, previewImport } from '../../../services/cases/import.ts';
import { importTemplate } from '../../../services/cases/import-table.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { staffOnly } from '../../middleware/staff-only.ts';
import { renderPage } from '../../page.tsx';
import { receiveUpload } from '../../upload.ts';
import { ImportPage, isImportable } from './import.tsx';

const MOST_BYTES = 1e6;
const LIMITS = { files: 1, fileBytes: MOST_BYTES, totalBytes: 2 * MOST_BYTES, fields: 5, fieldBytes: 1000 };

/** Bring many cases at once: table → preview → drafts. The table travels with the form, so nothing is lost. */
export function importRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .use('/cases/import/*', staffOnly)
    .get('/cases/import', (c) => {
      requireReach(c.var.actor, 'case.list');
      return renderPage(c, <ImportPage form={EMPTY_FORM} />);
    })
    .get('/cases/import/template.csv', (c) => {
      requireReach(c.var.actor, 'case.list');
      c.header('content-disposition', 'attachment; filename="homeward-cases.csv"');
      return c.body(importTemplate(), 200, { 'content-type': 'text/csv; charset=utf-8' });
    })
    .post('/cases/import', async (c) => {
      requireReach(c.var.actor, 'case.create');
      try {
        const bytes = await receiveTable(c);
        return await preview(app, c, { table: textOf(bytes) });
      } catch (error) {
        return renderPage(c, <ImportPage form={formStateOf(c, {}, error)} />, 422);
      }
    })
    .post('/cases/import/table', async (c) => {
      const values = await readForm(c);
      return values.do === 'create' ? create(app, c, values) : preview(app, c, values);
    });
}

async function preview(app: Platform, c: Context<Env>, values: Record<string, string>): Promise<Response> {
  try {
    const found = await read(app, c, values.table ?? '');
    return renderPage(c, <ImportPage form={{ ...EMPTY_FORM, values }} preview={found} />);
  } catch (error) {
    return renderPage(c, <ImportPage form={formStateOf(c, values, error)} />, 422);
  }
}

/** Sent twice, the second time finds all its children known. */
async function create(app: Platform, c: Context<Env>, values: Record<string, string>): Promise<Response> {
  const found = await read(app, c, values.table ?? '');
  const withKnown = values.withKnown === 'yes';
  const wanted = found.rows.filter((row) => isImportable(row, withKnown));
  if (wanted.length === 0) return preview(app, c, values);
  const created = await importCases(app, c.var.actor, wanted);
  const named = created.map((each, index) => ({ ...each, name: wanted[index]?.name ?? '' }));
  const rest = found.rows.filter((row) => !wanted.includes(row));
  if (rest.length === 0) return renderPage(c, <ImportPage form={EMPTY_FORM} created={named} />);
  const left = { ...found, rows: rest };
  const form = { ...EMPTY_FORM, values: { table: tableOf(left) } };
  return renderPage(c, <ImportPage form={form} preview={left} created={named} />);
}

function read(app: Platform, c: Context<Env>, table: string): Promise<ImportPreview> {
  return previewImport(app, c.var.actor, { bytes: Buffer.from(table), timeZone: c.var.page.timeZone });
}

async function receiveTable(c: Context<Env>): Promise<Buffer> {
  const plan = {
    limits: LIMITS,
    store: async (content: Readable) => Buffer.concat(await content.toArray()),
    discard: async () => {},
  };
  return receiveUpload(c, plan, async ({ files }) => {
    const bytes = files[0]?.stored;
    if (!bytes) throw new AppError('invalid', 'Choose a table to import.');
    return bytes;
  });
}

/** As a person reads it: UTF-8, or what spreadsheets on Windows save. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The rows that are left, with the header. */
function tableOf({ header, rows }: ImportPreview): string {
  const line = (cells: readonly string[]) => cells.map(quoted).join(',');
  return [line(header), ...rows.map(({ cells }) => line(cells))].join('\n');
}

function quoted(cell: string): string {
  return /[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
