import type { App } from '../app.ts';
import { readConfig } from '../config.ts';
import type { Engine } from '../face/engine.ts';
import type { ModelStore } from '../face/models.ts';

/** An app of real models and a real engine; clock and key are fixed, so that results repeat. */
export function realApp(store: ModelStore, engine: Engine): App {
  return {
    version: '0.0.0',
    config: readConfig({}),
    clock: () => new Date('2026-01-01'),
    signal: new AbortController().signal,
    models: async () => store,
    engine: async () => engine,
    key: async () => new Uint8Array(32),
  };
}
