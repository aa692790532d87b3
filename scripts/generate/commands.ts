import type { Command } from 'commander';
import { z } from 'zod';
import type { App } from '../../src/app.ts';
import { CompareJson, EnrolJson, FacesJson, ForgetJson, IdentifyJson } from '../../src/cli/contracts.ts';
import { EXIT, EXIT_MEANINGS } from '../../src/cli/exit.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { readConfig } from '../../src/config.ts';

const CONTRACTS: Readonly<Record<string, z.ZodType>> = {
  faces: FacesJson,
  compare: CompareJson,
  enrol: EnrolJson,
  identify: IdentifyJson,
  forget: ForgetJson,
};

const WIDTH = 100;

/** docs/cli.md: what the commands say of themselves, the exit codes, and what \`--json\` answers. */
export function commandsDocument(): string {
  const program = buildProgram(helpOnly());
  return `<!-- Made by «npm run generate» from src/cli. -->
# Command line

\`npm start -- …\`, \`npm run homeward -- …\` and \`npx homeward …\` are the same program. Without a command it runs \`demo\`.

The answer goes to the standard output; progress, notes and problems go to the standard error. Whatever can be used is used:
each photo, folder or row that cannot has a line that says what to do, and the exit code tells.

## Exit codes

| code | meaning |
| --- | --- |
${(Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => `| ${EXIT[name]} | ${EXIT_MEANINGS[name]} |`).join('\n')}

## JSON

\`--json\` on any command answers with one JSON value on the standard output, and \`--json FILE.json\` writes it to a file. (A name that
does not end in \`.json\` is never taken for that file, so \`homeward faces --json photo.jpg\` cannot write over a photo;
\`--json=FILE\` takes any name.) \`faces\` and \`identify\` answer with one object for one photo, and with an array in the order of
the photos for several. Embeddings are biometric data and are never printed.

${sections(program)}`;
}

function sections(program: Command): string {
  const commands = program.commands.filter((command) => command.name() !== 'help');
  return commands.map(section).join('\n');
}

function section(command: Command): string {
  const contract = CONTRACTS[command.name()];
  const children = command.commands.filter((child) => child.name() !== 'help');
  return [
    `## homeward ${command.name()}\n`,
    fence(helpOf(command)),
    ...children.map((child) => `### homeward ${command.name()} ${child.name()}\n\n${fence(helpOf(child))}`),
    ...(contract ? [`\`homeward ${command.name()} --json\`:\n\n${fields(contract)}\n`] : []),
  ].join('\n');
}

function helpOf(command: Command): string {
  const parts: string[] = [];
  command.configureHelp({ helpWidth: WIDTH });
  command.configureOutput({ writeOut: (part) => void parts.push(part), getOutHelpWidth: () => WIDTH });
  command.outputHelp();
  return parts.join('').trimEnd();
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`;
}

/** The part of JSON Schema that the contracts use. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly description?: string;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** One row a field, nested fields with their path. */
function fields(contract: z.ZodType): string {
  const rows = walk(z.toJSONSchema(contract) as Schema, '').map(
    ([path, type, meaning]) => `| \`${path}\` | ${type} | ${meaning} |`,
  );
  return ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function walk(schema: Schema, path: string): [path: string, type: string, meaning: string][] {
  const { inner, isNullable } = withoutNull(schema);
  const { items } = inner;
  const here: [string, string, string][] = path
    ? [[path, `${typeName(inner)}${isNullable ? ' or null' : ''}`, schema.description ?? inner.description ?? '']]
    : [];
  if (items) return [...here, ...walk(items, `${path}[]`).slice(1)];
  const properties = Object.entries(inner.properties ?? {});
  return [...here, ...properties.flatMap(([name, child]) => walk(child, path ? `${path}.${name}` : name))];
}

function withoutNull(schema: Schema): { inner: Schema; isNullable: boolean } {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null');
  return inner ? { inner, isNullable: true } : { inner: schema, isNullable: false };
}

function typeName({ type, enum: values, format, items }: Schema): string {
  if (items) return `array of ${typeName(items)}`;
  if (values) return values.map((value) => `\`${String(value)}\``).join(' or ');
  if (format === 'date-time') return 'ISO 8601 time';
  return Array.isArray(type) ? type.join(' or ') : String(type);
}

/** Help needs no more of the app than this. */
function helpOnly(): App {
  const unused = async () => {
    throw new RangeError('help opens nothing');
  };
  const config = readConfig({});
  return {
    version: '',
    config,
    clock: () => new Date(0),
    signal: new AbortController().signal,
    models: unused,
    engine: unused,
    key: unused,
  };
}
