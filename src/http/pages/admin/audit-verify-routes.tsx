import { type Context, Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { countAuditEvents, verifyAuditLog } from '../../../services/audit-log.ts';
import type { Env } from '../../env.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { type Verification, VerifyPage } from './audit-verify.tsx';

/** So long an answer waits for the end: most logs are checked by then. */
const PATIENCE_MS = 1000;

/** Check the chain of the log. It goes on when the page is left; the last result stays to be seen. */
export function verifyRoutes(app: Platform): Hono<Env> {
  let last: Verification | null = null;
  return new Hono<Env>()
    .get('/', async (c) => {
      const rows = await countAuditEvents(app, c.var.actor);
      return renderPage(c, <VerifyPage rows={rows} verification={last} />);
    })
    .post('/', async (c) => {
      const rows = await countAuditEvents(app, c.var.actor);
      const isRunning = last !== null && last.verdict === null && !last.isBroken;
      if (!isRunning) {
        last = { rows, checked: 0, startedAt: app.clock(), verdict: null, isBroken: false };
        const update = (news: Partial<Verification>) => {
          if (last) last = { ...last, ...news };
        };
        await Promise.race([verify(app, c, update), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
      }
      return redirectWith(c, '/admin/audit/verify');
    });
}

async function verify(app: Platform, c: Context<Env>, update: (news: Partial<Verification>) => void): Promise<void> {
  try {
    const verdict = await verifyAuditLog(app, c.var.actor, (checked) => update({ checked }));
    update({ verdict, checked: verdict.rows });
  } catch (error) {
    app.log.error({ kind: 'audit.verify', err: error }, 'the audit log could not be checked');
    update({ isBroken: true });
  }
}
