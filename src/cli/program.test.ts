import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { fakeApp } from '../testing/fake-app.ts';
import { EXIT, reportError } from './exit.ts';
import { tieJsonFile } from './options.ts';
import { buildProgram } from './program.ts';

/** What the program says of a command line that it does not understand. */
async function refusalOf(words: readonly string[]): Promise<string> {
  const said: string[] = [];
  const program = buildProgram(fakeApp());
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeErr: (text) => said.push(text) });
  const error = await program.parseAsync(tieJsonFile(words), { from: 'user' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommanderError);
  expect(reportError(error)).toBe(EXIT.usage);
  return said.join('');
}

describe('a usage error says what was meant', () => {
  it.each([
    [['enroll', 'x'], 'Did you mean enrol?'],
    [['faces', '--anotate', 'x.jpg', 'y.jpg'], 'Did you mean --annotate?'],
    [['identify', 'x.jpg'], '--gallery'],
    [['identify', '--gallery', 'x', '--fpir', '200%', 'y.jpg'], 'between 0 and 1'],
    [['identify', '--gallery', 'x', '--length', '100', 'y.jpg'], 'from 1 to 20'],
    [['identify', '--gallery', 'x', '--age', 'old', 'y.jpg'], 'Give years'],
    [['identify', '--gallery', 'x', '--seen-on', '3.5.2024', 'y.jpg'], 'Write 2021-05-03'],
    [['identify', '--gallery', 'x', '--face', 'left', 'y.jpg'], 'chooses no face'],
    [['identify', '--gallery', 'x', '--mode', 'certain', 'y.jpg'], 'investigation'],
    [['faces', '--detector', 'best', 'y.jpg'], 'cascade'],
    [['compare', 'x.jpg'], "missing required argument 'b'"],
    [['enrol', 'x', 'y'], 'too many arguments'],
    [['faces'], "missing required argument 'photo'"],
  ])('%j', async (words, hint) => {
    expect(await refusalOf(words)).toContain(hint);
  });
});

it('gives every command a summary, a description, --json and help that teaches', () => {
  for (const command of buildProgram(fakeApp()).commands) {
    expect(command.description(), command.name()).not.toBe('');
    const leaves = command.commands.length > 0 ? command.commands : [command];
    // A tour, and three that run until they are stopped: they have no answer.
    for (const leaf of leaves.filter((one) => !['demo', 'serve', 'work', 'watch'].includes(one.name())))
      expect(
        leaf.options.map(({ long }) => long),
        leaf.name(),
      ).toContain('--json');
  }
});
