import { Command } from 'commander';
import type { App } from '../app.ts';
import { calibrateCommand } from './calibrate.ts';
import { classifyCommand } from './classify.ts';
import { compareCommand } from './compare.ts';
import { demoCommand } from './demo/demo.ts';
import { enrolCommand } from './enrol.ts';
import { evaluateCommand } from './evaluate.ts';
import { EXIT, EXIT_MEANINGS } from './exit.ts';
import { facesCommand } from './faces.ts';
import { forgetCommand } from './forget.ts';
import { identifyCommand } from './identify.ts';
import { modelsCommand } from './models-command.ts';
import { auditCommand } from './platform/audit.ts';
import { backupCommand, restoreCommand } from './platform/backup.ts';
import { certificateCommand } from './platform/certificate.ts';
import { doctorCommand } from './platform/doctor.ts';
import { eraseCommand } from './platform/erase.ts';
import { keysCommand } from './platform/keys.ts';
import { migrateCommand } from './platform/migrate.ts';
import { retentionCommand } from './platform/retention.ts';
import { serveCommand, watchCommand, workCommand } from './platform/serve.ts';
import { trainCommand } from './train.ts';

const FIRST_STEPS = `
First steps:
  homeward                                        try it out on sample photos
  homeward faces photo.jpg                        is this photo good enough?
  homeward enrol children/                        one folder a child, with photos
  homeward identify --gallery children/ seen.jpg --report report.html

Homeward proposes candidates; people decide. Nothing leaves this computer but the one download of the models.

Exit codes: ${(Object.keys(EXIT) as (keyof typeof EXIT)[]).map((key) => `${EXIT[key]} ${EXIT_MEANINGS[key].split(';')[0]}`).join(' · ')}`;

/** The command line. Each command is added by its own file. */
export function buildProgram(app: App): Command {
  const program = new Command('homeward')
    .description('Homeward helps bring missing children home: dated photos in, an honest ranked candidate list out.')
    .version(app.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show what a command does, with examples')
    .helpCommand('help [command]', 'the same')
    .showHelpAfterError('(add --help to see how the command is used)')
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 100, 100) })
    .exitOverride()
    .addHelpText('after', FIRST_STEPS);
  const commands = [
    demoCommand(app),
    facesCommand(app),
    compareCommand(app),
    enrolCommand(app),
    identifyCommand(app),
    forgetCommand(),
    evaluateCommand(app),
    calibrateCommand(app),
    trainCommand(app),
    classifyCommand(app),
    modelsCommand(app),
    serveCommand(app),
    workCommand(app),
    watchCommand(app),
    migrateCommand(app),
    auditCommand(app),
    keysCommand(app),
    retentionCommand(app),
    eraseCommand(app),
    backupCommand(app),
    restoreCommand(app),
    certificateCommand(app),
    doctorCommand(app),
  ];
  for (const command of commands) program.addCommand(inherit(command, program));
  return program;
}

/** Sub-commands made elsewhere speak in the same manner: exit codes, width, hints. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inherit(child, command);
  return command;
}
