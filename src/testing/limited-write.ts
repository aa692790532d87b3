import { randomBytes, randomUUID } from 'node:crypto';
import { openBlobFolder } from '../adapters/blob-files.ts';
import { openBlobStore, streamOf } from '../adapters/blobs.ts';

// Run with `ulimit -f`, which lets no file grow beyond a size: a program of its own, because the limit is one of a process.
const blobs = openBlobStore(openBlobFolder(process.argv[2] ?? ''));
const outcomes: unknown[] = [];
for (const bytes of [10_000, 3_000_000, 10_000]) {
  const blob = { id: randomUUID(), key: randomBytes(32) };
  const outcome = await blobs.put(blob, streamOf(randomBytes(bytes))).then(
    () => 'kept',
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
  outcomes.push(outcome);
}
process.stdout.write(JSON.stringify(outcomes));
