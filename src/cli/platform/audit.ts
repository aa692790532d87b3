import { Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import type { AuditVerdict } from '../../db/audit.ts';
import { verifyAuditLog } from '../../services/audit-log.ts';
import { EXIT, exitWith } from '../exit.ts';
import { answer, withPlatform } from './with-platform.ts';

export const auditCommand = (app: App) =>
  new Command('audit')
    .summary('check the audit log')
    .description('The audit log says who did what and when. Its rows are chained, so that nobody can change it unseen.')
    .addCommand(
      new Command('verify')
        .summary('find any row that was edited, removed or moved')
        .option('--json', 'answer with JSON')
        .action(({ json }: { json?: boolean }) =>
          withPlatform(app, async (platform) => {
            const verdict = await verifyAuditLog(platform, SYSTEM);
            answer(json, verdict, inWords(verdict));
            if (verdict.broken) exitWith(EXIT.someFailed);
          }),
        ),
    );

function inWords({ rows, broken }: AuditVerdict): string {
  if (!broken) return `The audit log is whole: ${rows} rows.`;
  return `The audit log is NOT whole: ${broken.problem}. The ${rows} rows before it are.`;
}
