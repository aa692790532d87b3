import type { Config } from './config.ts';
import type { Engine } from './face/engine.ts';
import type { ModelStore } from './face/models.ts';

/**
 * What the program works with, made once in main.ts and passed as the first argument.
 *
 * What is costly to open opens at first use, so that `homeward --help` and `homeward models install` need no models.
 */
export interface App {
  /** Of Homeward, as package.json has it. */
  readonly version: string;
  readonly config: Config;
  /** The time now; tests set it. */
  readonly clock: () => Date;
  /** Aborted by Ctrl-C: long work stops after the photo at hand and keeps what is done. */
  readonly signal: AbortSignal;
  /** @throws AppError `unavailable` when the models are not installed */
  readonly models: () => Promise<ModelStore>;
  /** @throws AppError `unavailable` when the models are not installed */
  readonly engine: () => Promise<Engine>;
  /** The 32 bytes that templates are sealed with on disk. */
  readonly key: () => Promise<Uint8Array>;
}
