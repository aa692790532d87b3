import type { Platform } from '../../platform.ts';
import { scoringOf } from '../folders/identification.ts';
import type { Searching } from './contract.ts';
import { openFaceIndex } from './face-index.ts';
import { openScoring } from './scoring.ts';

/** Open index and scoring over it; both are filled by the first search. */
export async function openSearching(app: Platform): Promise<Searching> {
  const index = await openFaceIndex(app);
  const options = { models: scoringOf(await app.models()) };
  const scoring = openScoring({ db: app.db, clock: app.clock, config: app.config, index, options });
  return {
    index,
    scoring,
    async close() {
      await scoring.close();
      await index.close();
    },
  };
}
