import { expect, it } from 'vitest';
import type { ExtractOptions } from '../../face/extraction.ts';
import { openTestModels } from '../../testing/models.ts';
import { extractionName } from './extraction.ts';

it('keeps the answers of different options apart', async () => {
  const store = await openTestModels();
  const options: ExtractOptions[] = [
    {},
    { classical: true },
    { stress: { name: 'blur-1', seed: 1 } },
    { stress: { name: 'blur-1', seed: 2 } },
    { stress: { name: 'blur-2', seed: 1 } },
  ];
  expect(new Set(options.map((each) => extractionName('0', store, each))).size).toBe(options.length);
  expect(extractionName('0', store, { classical: true })).toMatch(/lbp@[0-9a-f]{12}/);
});
