import type { Embedding } from '../../core/face.ts';
import type { SealedTemplate } from '../../db/templates.ts';
import { encodeTemplate } from '../../gallery/code.ts';
import { sealTemplate } from '../../gallery/sealed.ts';

/**
 * The embeddings of a face as the database keeps them: encoded as the gallery reads them, and sealed so that a template
 * opens for its own face and model alone.
 *
 * @param key the 32 bytes of the data key named `keyId`
 */
export function sealTemplates(
  faceId: string,
  embeddings: readonly Embedding[],
  { keyId, key }: { keyId: string; key: Uint8Array },
): SealedTemplate[] {
  return embeddings.map(({ model, version, vector }) => ({
    model,
    version,
    keyId,
    sealed: sealTemplate(key, encodeTemplate(vector), { faceId, model, version }),
  }));
}
