import { Command } from 'commander';
import type { App } from '../app.ts';
import { EXIT, exitWith } from './exit.ts';
import { listModels, type ModelsContext, runAdd, runInstall, runRemove, runVerify } from './models.ts';
import { type JsonTarget, jsonOption, STANDARD_OUTPUT } from './options.ts';
import { note, writeOutput } from './output.ts';

interface JsonOptions {
  readonly json?: JsonTarget;
}

const HELP = `
Examples:
  homeward models list                 what each network does, where it comes from, what is known of its training
  homeward models verify               hash every file again
  HOMEWARD_PROFILE=clear-provenance homeward identify …     only weights whose own licence is known`;

/** `homeward models …`; the work is in models.ts. */
export function modelsCommand(app: App): Command {
  const command = new Command('models')
    .summary('the face models: list, install, verify, add your own')
    .description('The neural networks that Homeward runs: what they are, where they come from, whether they are whole.')
    .addHelpText('after', HELP);
  command
    .command('list')
    .description('show every model with licence and provenance')
    .addOption(jsonOption())
    .action(({ json }: JsonOptions) => withContext(app, json, listModels));
  command
    .command('install')
    .description('fetch what is missing from the npm registry, check it, convert it')
    .addOption(jsonOption())
    .action(({ json }: JsonOptions) =>
      withContext(app, json, (context) => runInstall(context, { onModel: sayInstalled })),
    );
  command
    .command('verify')
    .description('hash every installed file again')
    .addOption(jsonOption())
    .action(async ({ json }: JsonOptions) => {
      if (!(await withContext(app, json, runVerify))) exitWith(EXIT.unavailable);
    });
  command
    .command('add')
    .description('register an ONNX network of your own; it is tried before it is taken')
    .argument('<file.onnx>', 'the network')
    .requiredOption('--card <card.json>', 'what it takes and gives; docs/models.md says how to write one')
    .addOption(jsonOption())
    .action((file: string, { card, json }: JsonOptions & { card: string }) =>
      withContext(app, json, (context) => runAdd(context, file, card)),
    );
  command
    .command('remove')
    .description('forget a network that you added')
    .argument('<id>', 'its name in «models list»')
    .addOption(jsonOption())
    .action((id: string, { json }: JsonOptions) => withContext(app, json, (context) => runRemove(context, id)));
  return command;
}

function sayInstalled({ id, outcome }: { id: string; outcome: string }): void {
  if (outcome === 'installed') note(`  ${id} is ready`);
}

async function withContext<T>(app: App, json: JsonTarget, work: (context: ModelsContext) => Promise<T>): Promise<T> {
  const texts: string[] = [];
  const result = await work({
    dir: app.config.modelsDir,
    json: json !== undefined,
    write: (text) => void texts.push(text),
  });
  if (json === undefined || json === STANDARD_OUTPUT) process.stdout.write(texts.join(''));
  else await writeOutput(json, texts.join(''), []);
  return result;
}
