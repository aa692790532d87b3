import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { AppError } from '../core/errors.ts';
import { forgetEnrolment } from '../services/folders/enrolment.ts';
import { type JsonTarget, jsonOption } from './options.ts';
import { answer } from './output.ts';

/** `homeward forget DIR` */
export function forgetCommand(): Command {
  return new Command('forget')
    .summary('erase the templates of a gallery')
    .description('Erase all templates that «enrol» and «identify» keep of a folder. The photos stay.')
    .argument('<dir>', 'folder with one folder a child')
    .option('--cache <dir>', 'where the templates were kept, if not in DIR/.homeward')
    .addOption(jsonOption())
    .action(async (dir: string, { cache, json }: { cache?: string; json?: JsonTarget }) => {
      const found = await stat(dir).catch(() => null);
      if (!found?.isDirectory()) throw new AppError('not-found', `There is no folder «${dir}».`);
      const erased = await forgetEnrolment(dir, cache);
      const words = erased
        ? `The templates of ${dir} are erased. The photos are untouched.`
        : `${dir} had no templates.`;
      await answer(json, { dir, erased }, () => words);
    });
}
