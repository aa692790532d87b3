import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { AuditFilter, exportAuditEvents, listAuditEvents, namesInAudit } from '../../../services/audit-log.ts';
import { reachOf } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { type FormState, formStateOf, withoutEmpty } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { queryOf } from './address.ts';
import { AuditPage } from './audit.tsx';
import { auditLine, HEAD } from './audit-csv.ts';
import { verifyRoutes } from './audit-verify-routes.tsx';

const PAGE = 50;

/** Days and times as a form gives them, in UTC as the log itself has them. */
const Day = z.iso.date('Write a day such as 2026-03-01');
const Query = z.object({
  entity: AuditFilter.shape.entity,
  entityId: AuditFilter.shape.entityId,
  actorId: z.uuid('This is no id').optional(),
  action: AuditFilter.shape.action,
  from: Day.optional(),
  to: Day.optional(),
});

/** Who did what: for auditors, and for leads about their agency. */
export function auditRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/', (c) => showLog(app, c))
    .get('/log.csv', (c) => sendFile(app, c))
    .route('/verify', verifyRoutes(app));
}

async function showLog(app: Platform, c: Context<Env>): Promise<Response> {
  const { actor } = c.var;
  const { before, ...values } = withoutEmpty(c.req.query());
  const parsed = Query.safeParse(values);
  const form: FormState = parsed.success ? { values, errors: {} } : formStateOf(c, values, parsed.error);
  const filter = filterOf(parsed.data ?? {});
  const { items, next } = await listAuditEvents(app, actor, { ...filter, cursor: before, limit: PAGE });
  const names = await namesInAudit(app, actor, items);
  const paths = {
    first: before ? `/admin/audit${queryOf(values)}` : null,
    next: next && `/admin/audit${queryOf({ ...values, before: next })}`,
    file: `/admin/audit/log.csv${queryOf(values)}`,
  };
  const isOwnAgency = reachOf(actor, 'audit.read') === 'agency';
  const view = <AuditPage {...{ items, names, form, paths, isOwnAgency }} />;
  return renderPage(c, view, parsed.success ? 200 : 422);
}

async function sendFile(app: Platform, c: Context<Env>): Promise<Response> {
  const filter = filterOf(Query.parse(withoutEmpty(c.req.query())));
  const pages = await exportAuditEvents(app, c.var.actor, filter);
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', 'attachment; filename="homeward-audit.csv"');
  c.header('Cache-Control', 'no-store');
  return stream(c, async (out) => {
    await out.write(HEAD);
    for await (const rows of pages) await out.write(rows.map(auditLine).join(''));
  });
}

/** «To» is the last day that counts. */
function filterOf({ from, to, ...filter }: z.output<typeof Query>): AuditFilter {
  const end = to === undefined ? undefined : new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString();
  return { ...filter, from: from && `${from}T00:00:00Z`, to: end };
}
