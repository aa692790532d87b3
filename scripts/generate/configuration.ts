import { z } from 'zod';
import { Settings } from '../../src/settings.ts';

/** docs/configuration.md: every setting with what it takes, its default and its meaning. */
export function configurationDocument(): string {
  const { properties = {} } = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, schema]) => {
    if (typeof schema !== 'object') throw new RangeError(`${name} has no schema`);
    const fallback = schema.default === undefined || schema.default === '' ? '–' : `\`${String(schema.default)}\``;
    return `| \`${name}\` | ${takes(schema)} | ${fallback} | ${schema.description ?? ''} |`;
  });
  return `<!-- Made by «npm run generate» from src/settings.ts. -->
# Configuration

Homeward is configured by environment variables. All have a safe default; an empty variable counts as unset. All mistakes
are told at once, and so is a name that is misspelt.

| variable | takes | default | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function takes(schema: z.core.JSONSchema.JSONSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.pattern === '^[0-9a-f]{64}$') return '64 hexadecimal digits';
  if (schema.type === 'integer') return `${schema.minimum} … ${schema.maximum}`;
  return schema.title === 'path' ? 'a path; `~` is the home folder' : 'text';
}
