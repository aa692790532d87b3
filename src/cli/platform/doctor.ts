import { Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import { examine, type Finding } from '../../services/doctor.ts';
import { EXIT, exitWith } from '../exit.ts';
import { answer, withPlatform } from './with-platform.ts';

const SIGNS = { fine: '✓', warning: '!', fault: '✗' } as const;

export const doctorCommand = (app: App) =>
  new Command('doctor')
    .summary('check the server: database, models, mail, disk, clock')
    .description('Look at everything that the server needs, and say what to do about what is wrong.')
    .option('--json', 'answer with JSON')
    .action(({ json }: { json?: boolean }) =>
      withPlatform(app, async (platform) => {
        const findings = await examine(platform, SYSTEM);
        answer(json, findings, findings.map(lineOf).join('\n'));
        if (findings.some(({ state }) => state === 'fault')) exitWith(EXIT.someFailed);
      }),
    );

function lineOf({ name, state, detail }: Finding): string {
  return `${SIGNS[state]} ${name.padEnd(9)} ${detail}`;
}
