import sharp from 'sharp';
import { readConfig } from '../../src/config.ts';
import { openModelStore } from '../../src/face/models.ts';
import { networkFiles } from '../../src/face/networks.ts';
import { createPipeline } from '../../src/face/pipeline.ts';
import type { Extractor } from './extractor.ts';

/** Homeward's engine with its default set of networks, in the caller's thread. */
export async function openHomeward(): Promise<Extractor> {
  sharp.concurrency(1);
  const { modelsDir, profile } = readConfig(process.env);
  const pipeline = createPipeline(networkFiles(await openModelStore(modelsDir, profile)));
  await pipeline.warmUp();
  return {
    name: `homeward, profile ${profile}`,
    async extract(jpeg) {
      const { faces, milliseconds } = await pipeline.extractFaces(jpeg);
      return { boxes: faces.map(({ box }) => box), stages: milliseconds };
    },
    async embedBatch(jpeg) {
      const { faces, milliseconds } = await pipeline.extractFaces(jpeg);
      return { faces: faces.length, milliseconds: milliseconds.embed };
    },
  };
}
