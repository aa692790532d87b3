import type { WrappedKey } from '../../adapters/vault.ts';
import type { BlobRow } from '../../db/blobs.ts';
import type { Extraction } from '../../face/extraction.ts';

/** A photo's analysis on its way into the database; its blobs lie on the disk already. */
export interface Analysis {
  readonly extraction: Extraction;
  /** Data key of the case or sighting. */
  readonly key: WrappedKey;
  readonly display: BlobRow | null;
  /** For each face, in the order of the extraction. */
  readonly crops: readonly (BlobRow | null)[];
}
