import { createHash } from 'node:crypto';
import type { Platform } from '../../platform.ts';
import { scoringOf } from '../folders/identification.ts';

/** Changes of the scoring that make it worth searching everything again count this up. */
const SCORING_VERSION = 1;

/** What searches are made with now. */
export interface Profile {
  /** Digest of the description. */
  readonly id: string;
  readonly description: {
    readonly models: string[];
    readonly weights: string[];
    readonly alertFpir: number;
    readonly scoring: number;
  };
}

/** The models, their weights and the alert threshold that this process searches with. */
export async function currentProfile(app: Platform): Promise<Profile> {
  const { models } = await app.engine();
  const weights = Object.entries(scoringOf(await app.models())).map(
    ([id, scoring]) => `${id} ${JSON.stringify(scoring)}`,
  );
  const description = {
    models: models.map(({ id, version }) => `${id}@${version}`).sort(),
    weights: weights.sort(),
    alertFpir: app.config.alertFpir,
    scoring: SCORING_VERSION,
  };
  const id = createHash('sha256').update(JSON.stringify(description)).digest('hex').slice(0, 16);
  return { id, description };
}
