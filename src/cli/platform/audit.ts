import { Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import { openPlatform } from '../../open-platform.ts';
import { verifyAuditLog } from '../../services/audit-log.ts';
import { EXIT, exitWith } from '../exit.ts';

export const auditCommand = (app: App) =>
  new Command('audit')
    .summary('check the audit log')
    .description('The audit log says who did what and when. Its rows are chained, so that nobody can change it unseen.')
    .addCommand(
      new Command('verify').summary('find any row that was edited, removed or moved').action(async () => {
        const { app: platform, close } = await openPlatform(app, { isWorker: false });
        try {
          const { rows, broken } = await verifyAuditLog(platform, SYSTEM);
          if (!broken) return console.log(`The audit log is whole: ${rows} rows.`);
          console.error(`The audit log is NOT whole: ${broken.problem}. The ${rows} rows before it are.`);
          exitWith(EXIT.someFailed);
        } finally {
          await close();
        }
      }),
    );
