import { SYSTEM } from '../../core/actor.ts';
import { inTransaction } from '../../db/database.ts';
import { lockForeignDataKeys, updateDataKey } from '../../db/keys.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';

/** Keys in one transaction: a second's work at most, so that nobody who reads a photo waits for long. */
const BATCH = 500;

/**
 * Wrap every data key with the present master key, while the server runs. Photos and templates are not touched.
 *
 * What is done stays done: stopped in the middle and started again, it goes on where it was.
 *
 * @param report told of the number of keys so far, after each batch
 * @returns how many keys were wrapped anew
 * @throws AppError `unavailable` when a master key that is still needed is not given
 */
export async function rotateKeys(app: Platform, report: (done: number) => void = () => {}): Promise<number> {
  let done = 0;
  for (;;) {
    app.signal.throwIfAborted();
    const count = await inTransaction(app.db, async (tx) => {
      const keys = await lockForeignDataKeys(tx, app.vault.masterKey, BATCH);
      for (const key of keys) await updateDataKey(tx, app.vault.rewrap(key));
      if (keys.length > 0)
        await audit(app, tx, SYSTEM, {
          action: 'keys.rotate',
          details: { keys: keys.length, masterKey: app.vault.masterKey },
        });
      return keys.length;
    });
    done += count;
    report(done);
    if (count === 0) return done;
  }
}
