import { Command } from 'commander';
import type { App } from '../../app.ts';
import { SYSTEM } from '../../core/actor.ts';
import { openPlatform } from '../../open-platform.ts';
import { examine } from '../../services/doctor.ts';
import { EXIT, exitWith } from '../exit.ts';

const SIGNS = { fine: '✓', warning: '!', fault: '✗' } as const;

export const doctorCommand = (app: App) =>
  new Command('doctor')
    .summary('check the server: database, models, mail, disk, clock')
    .description('Look at everything that the server needs, and say what to do about what is wrong.')
    .option('--json', 'answer with JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { app: platform, close } = await openPlatform(app, { isWorker: false });
      try {
        const findings = await examine(platform, SYSTEM);
        if (json) console.log(JSON.stringify(findings, null, 2));
        else for (const { name, state, detail } of findings) console.log(`${SIGNS[state]} ${name.padEnd(9)} ${detail}`);
        if (findings.some(({ state }) => state === 'fault')) exitWith(EXIT.someFailed);
      } finally {
        await close();
      }
    });
