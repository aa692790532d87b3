import { Command } from 'commander';
import type { App } from '../../app.ts';
import { rotateKeys } from '../../services/storage/rotation.ts';
import { answer, withPlatform } from './with-platform.ts';

const DESCRIPTION = `Wrap every data key with the present master key, while the server runs.

To change the master key:
  1. add the old key as a line to a file, and name it in HOMEWARD_OLD_KEYS_FILE
  2. put the new key into HOMEWARD_KEY_FILE (openssl rand -hex 32), and start the server again
  3. homeward keys rotate
  4. remove the old key; older backups need it still

Photos are not encrypted anew. Stopped in the middle, the same command goes on from there.`;

export const keysCommand = (app: App) =>
  new Command('keys')
    .summary('change the master key')
    .description('Everything secret is encrypted with data keys, and these with the master key.')
    .addCommand(
      new Command('rotate')
        .summary('wrap all data keys with the present master key')
        .description(DESCRIPTION)
        .option('--json', 'answer with JSON')
        .action(({ json }: { json?: boolean }) =>
          withPlatform(app, async (platform) => {
            const rotated = await rotateKeys(platform);
            const { masterKey } = platform.vault;
            answer(
              json,
              { rotated, masterKey },
              `${rotated} data keys were wrapped anew; all are now under ${masterKey}.`,
            );
          }),
        ),
    );
