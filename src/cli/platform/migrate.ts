import { Command } from 'commander';
import type { App } from '../../app.ts';
import { openPlatform } from '../../open-platform.ts';

export const migrateCommand = (app: App) =>
  new Command('migrate')
    .summary('bring the database up to date')
    .description('Bring the database up to date and make the job queue. «homeward serve» does the same when it starts.')
    .action(async () => {
      const { close } = await openPlatform(app, { isWorker: false });
      await close();
      console.log('The database is up to date.');
    });
