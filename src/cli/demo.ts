import { Command } from 'commander';
import type { App } from '../app.ts';

/** `homeward` alone, and `npm start`: a real run on sample photos. */
export function demoCommand(app: App): Command {
  return new Command('demo').description('draft').action(() => console.log(app.version));
}
