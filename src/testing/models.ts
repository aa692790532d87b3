import { readConfig } from '../config.ts';
import { type ModelStore, openModelStore, type Profile } from '../face/models.ts';

/**
 * The installed models, for tests that run the real networks.
 *
 * @throws AppError from `pathOf` when `homeward models install` has not run
 */
export function openTestModels(profile: Profile = 'standard'): Promise<ModelStore> {
  // biome-ignore lint/style/noProcessEnv: tests have no main.ts that passes it
  return openModelStore(readConfig(process.env).modelsDir, profile);
}
