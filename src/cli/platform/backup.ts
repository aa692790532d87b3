import { resolve } from 'node:path';
import { Command } from 'commander';
import type { App } from '../../app.ts';
import { makeBackup } from '../../services/backup/make.ts';
import { restoreBackup } from '../../services/backup/restore.ts';
import { answer, withPlatform } from './with-platform.ts';

export const backupCommand = (app: App) =>
  new Command('backup')
    .summary('write everything into one file')
    .description(
      'Write database and photos, as they are at this moment, into one encrypted file; the server may run. The master key is not in it: keep a copy of HOMEWARD_KEY_FILE elsewhere.',
    )
    .argument('<file.tar>', 'the file to write')
    .option('--json', 'answer with JSON')
    .action((file: string, { json }: { json?: boolean }) =>
      withPlatform(app, async (platform) => {
        const made = await makeBackup(platform, resolve(file));
        answer(json, made, `${file}: ${(made.bytes / 1e6).toFixed(1)} MB, ${made.blobs} files of photos.`);
      }),
    );

export const restoreCommand = (app: App) =>
  new Command('restore')
    .summary('replace everything by a backup')
    .description(
      'Replace everything by what a backup holds. Stop the server first. What was erased since the backup was made is erased again before anybody sees it. Everybody must sign in again.',
    )
    .argument('<file.tar>', 'a file that «homeward backup» wrote')
    .option('--json', 'answer with JSON')
    .action((file: string, { json }: { json?: boolean }) =>
      withPlatform(app, async (platform) => {
        const restored = await restoreBackup(platform, resolve(file));
        const { takenAt, erasedAgain } = restored;
        answer(json, restored, `Restored as of ${takenAt}; ${erasedAgain} erasures since then were made again.`);
      }),
    );
