import { afterAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../core/face.ts';
import { buildGalleryScorer } from '../../../match/scorer.ts';
import { syntheticPeople } from '../../../testing/people.ts';
import { openLocalScorer, openScorerThread, type ScorerClient } from './client.ts';

const people = syntheticPeople(60, 1);
const references = people.slice(0, 40).map(({ name, references: own }) => ({
  child: name,
  templates: own.flatMap(({ template }) => template ?? []),
}));
const probes = people.flatMap(({ probes: [first] }): Template[] => (first?.template ? [first.template] : []));

const clients = { 'this thread': openLocalScorer(), 'another thread': openScorerThread() };
afterAll(async () => {
  for (const client of Object.values(clients)) await client.close();
});

async function open(client: ScorerClient): Promise<void> {
  const deployment = { sample: references, pastProbes: [], children: 40, faces: 80 };
  const searches = await client.call({ do: 'open', deployment, options: {} });
  await client.call({ do: 'hold', name: 'everybody', references });
  for (const index of searches.keys()) await client.call({ do: 'try-impostor', index, among: 'everybody' });
}

describe.each(Object.entries(clients))('a scorer in %s', (_, client) => {
  it('gives the numbers of the whole gallery, with several searches at once', async () => {
    await open(client);
    const scorer = buildGalleryScorer(references);
    const search = (probe: Template) => ({ probe, among: 'everybody', request: { children: 40 }, alertFpir: 0.05 });
    const answers = await Promise.all(probes.map((probe) => client.call({ do: 'search', search: search(probe) })));
    for (const [index, probe] of probes.entries())
      expect(answers[index]).toEqual({
        ...scorer.search(probe),
        alertThreshold: scorer.thresholdFor(30, 0.05),
        bestStranger: expect.any(Number),
      });
  });

  it('tells what went wrong, and goes on', async () => {
    await expect(client.call({ do: 'try-impostor', index: 0, among: 'nobody' })).rejects.toThrow('held as nobody');
    expect(await client.call({ do: 'hold', name: 'everybody', references })).toBeNull();
  });
});
