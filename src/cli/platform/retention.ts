import { Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import { type Expired, keepRetention, previewRetention } from '../../services/purge/retention.ts';
import { answer, withPlatform } from './with-platform.ts';

export const retentionCommand = (app: App) =>
  new Command('retention')
    .summary('erase what has outlived its time')
    .description(
      'Erase everything whose time is over. The server does the same each day; the times are the settings HOMEWARD_KEEP_…. The audit log stays.',
    )
    .option('--dry-run', 'only say what would go')
    .option('--json', 'answer with JSON')
    .action(({ dryRun, json }: { dryRun?: boolean; json?: boolean }) =>
      withPlatform(app, async (platform) => {
        const expired = dryRun ? await previewRetention(platform, SYSTEM) : await keepRetention(platform);
        answer(json, expired, [dryRun ? 'Would be erased:' : 'Erased:', ...expired.map(lineOf)].join('\n'));
      }),
    );

function lineOf({ count, rule }: Expired): string {
  return `${String(count).padStart(7)}  ${rule}`;
}
