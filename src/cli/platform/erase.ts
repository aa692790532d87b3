import { Argument, Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import { eraseSubject, SUBJECTS, type Subject } from '../../services/purge/erase-subject.ts';
import { answer, withPlatform } from './with-platform.ts';

export const eraseCommand = (app: App) =>
  new Command('erase')
    .summary('erase all about a person, on their request')
    .description(
      'Erase a closed case, a sighting or an account before its time: photos, faces, words. This cannot be undone, from a backup either. The audit log keeps ids only, and stays.',
    )
    .addArgument(new Argument('<what>', 'what it is').choices(SUBJECTS))
    .argument('<name>', 'number of the case or sighting, e-mail address of the account, or an id')
    .option('--json', 'answer with JSON')
    .action((subject: Subject, name: string, { json }: { json?: boolean }) =>
      withPlatform(app, async (platform) => {
        await eraseSubject(platform, SYSTEM, { subject, name });
        answer(json, { erased: subject }, `The ${subject} ${name} is erased.`);
      }),
    );
