import { type CalibrationContent, writeCalibration } from '../../adapters/calibration-file.ts';
import type { App } from '../../app.ts';
import { scoringOf } from '../../services/folders/identification.ts';
import { readRoster } from '../../services/folders/roster.ts';
import { type DatasetOptions, readDataset } from '../dataset.ts';
import { assignRoles, type RoleOptions } from '../roles.ts';
import { calibratePeople } from './calibrate.ts';
import { calibrationContent } from './content.ts';

export interface CalibrateFolderOptions extends RoleOptions, DatasetOptions {
  readonly splits: number;
  readonly seed: number;
  /** Called once the number of photos is known. */
  readonly onPlan?: (photos: number) => void;
  /** Called after each step of the fit, with how many there are. */
  readonly onStep?: (steps: number) => void;
}

export interface FolderCalibration {
  readonly content: CalibrationContent;
  /** The file's text. */
  readonly text: string;
  readonly warnings: readonly string[];
}

/**
 * Fit a scoring on a folder with one folder a person.
 *
 * @throws AppError `not-found` or `invalid` when the folder does not allow it, `unavailable` without models
 */
export async function calibrateFolder(
  app: App,
  folder: string,
  options: CalibrateFolderOptions,
): Promise<FolderCalibration> {
  const { splits, seed, onStep } = options;
  const { children, problems } = await readRoster(folder);
  const roles = assignRoles(children, options);
  const store = await app.models();
  options.onPlan?.(roles.people.reduce((sum, { references, probes }) => sum + references.length + probes.length, 0));
  const { identities, data, warnings } = await readDataset(app, roles, options);
  const calibrated = await calibratePeople(identities, {
    scoring: scoringOf(store),
    splits,
    seed,
    signal: app.signal,
    ...(onStep ? { onStep } : {}),
  });
  const origin = {
    madeAt: app.clock().toISOString(),
    homeward: app.version,
    seed,
    splits,
    people: data.identities,
    photos: data.photos,
  };
  const content = calibrationContent(calibrated, origin, (model) => store.versionOf(model));
  return {
    content,
    text: writeCalibration(content),
    warnings: [...problems.map(({ where, message }) => `${where}: ${message}`), ...warnings],
  };
}
