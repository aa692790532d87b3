import { Command } from 'commander';
import type { App } from '../../app.ts';
import { answer, withPlatform } from './with-platform.ts';

export const migrateCommand = (app: App) =>
  new Command('migrate')
    .summary('bring the database up to date')
    .description('Bring the database up to date and make the job queue. «homeward serve» does the same when it starts.')
    .option('--json', 'answer with JSON')
    .action(({ json }: { json?: boolean }) =>
      withPlatform(app, async () => answer(json, { isUpToDate: true }, 'The database is up to date.')),
    );
