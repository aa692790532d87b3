import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      modelsDir: join(homedir(), '.cache/homeward/models'),
      keyFile: join(homedir(), '.config/homeward/key'),
      profile: 'standard',
      key: null,
      maxPhotoBytes: 40e6,
    });
    expect(readConfig({}).workers).toBeGreaterThan(0);
  });

  it('follows the XDG folders, but not relative ones', () => {
    expect(readConfig({ XDG_CACHE_HOME: '/c' }).modelsDir).toBe('/c/homeward/models');
    expect(readConfig({ XDG_CONFIG_HOME: 'here' }).keyFile).toBe(join(homedir(), '.config/homeward/key'));
  });

  it('expands ~ and takes an empty variable for unset', () => {
    const config = readConfig({ HOMEWARD_MODELS_DIR: '~/models', HOMEWARD_KEY: '', HOMEWARD_WORKERS: ' ' });
    expect(config.modelsDir).toBe(join(homedir(), 'models'));
    expect(config.key).toBeNull();
  });

  it('tells all mistakes at once', () => {
    const wrong = { HOMEWARD_WORKERS: 'many', HOMEWARD_PROFILE: 'best', HOMEWARD_KEY: 'abc', HOMEWARD_MODEL_DIR: '/x' };
    expect(() => readConfig(wrong)).toThrow(
      /HOMEWARD_MODEL_DIR: there is no such setting[\s\S]*HOMEWARD_PROFILE[\s\S]*HOMEWARD_WORKERS[\s\S]*HOMEWARD_KEY: give 64/,
    );
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});
