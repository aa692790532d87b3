import { IncomingMessage } from 'node:http';
import { Readable, Transform } from 'node:stream';
import busboy from 'busboy';
import { AppError } from '../core/errors.ts';

/** How much one request may send. */
export interface UploadLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  readonly fields: number;
  readonly fieldBytes: number;
}

/** What a route does with the parts of a form as they arrive. */
export interface UploadPlan<Stored> {
  readonly limits: UploadLimits;
  /** Called once, before the first file is read, with the fields that stand before it: may refuse by throwing. */
  readonly admit?: (fields: URLSearchParams) => Promise<void>;
  /** Reads a file to its end. The sender's name and type of the file are not passed on: they prove nothing. */
  readonly store: (content: Readable, field: string) => Promise<Stored>;
  /** Undoes `store`, when the upload or what was to be done with it fails. */
  readonly discard: (stored: Stored) => Promise<void>;
}

export interface Upload<Stored> {
  readonly fields: URLSearchParams;
  /** In the order of the form. Inputs that were left empty are not in it. */
  readonly files: readonly { readonly field: string; readonly stored: Stored }[];
}

/** The part of a Hono context that an upload needs. */
export interface UploadContext {
  readonly env: unknown;
  readonly req: { readonly raw: Request };
}

/** Longest pause between two pieces: mobile networks stall for a while, hostile senders for ever. */
const IDLE_MILLISECONDS = 30_000;

const FIELD_NAME_BYTES = 100;

/**
 * Read a form with files from the request, each file streamed into `store`, and use it.
 *
 * Memory does not grow with the files. When the sender goes away, breaks a limit or `use` throws, what was stored is
 * discarded.
 *
 * @throws AppError `unsupported-media` when it is no multipart form, `invalid` when it is broken or too large
 */
export async function receiveUpload<Stored, Result>(
  c: UploadContext,
  plan: UploadPlan<Stored>,
  use: (upload: Upload<Stored>) => Promise<Result>,
): Promise<Result> {
  const stored: Promise<{ field: string; stored: Stored }>[] = [];
  try {
    const fields = await readForm(c, plan, stored);
    return await use({ fields, files: await Promise.all(stored) });
  } catch (error) {
    await discardAll(plan, stored);
    throw error;
  }
}

async function discardAll<Stored>(plan: UploadPlan<Stored>, files: Promise<{ stored: Stored }>[]): Promise<void> {
  const settled = await Promise.allSettled(files);
  await Promise.all(settled.map((file) => (file.status === 'fulfilled' ? plan.discard(file.value.stored) : null)));
}

/** Ends when every part was read and stored, or at the first fault. */
async function readForm<Stored>(
  c: UploadContext,
  plan: UploadPlan<Stored>,
  stored: Promise<{ field: string; stored: Stored }>[],
): Promise<URLSearchParams> {
  const { body, headers } = bodyOf(c);
  const parser = openParser(headers, plan.limits);
  const fields = new URLSearchParams();
  const files: Readable[] = [];
  let admission: Promise<void> | undefined;
  // Once: a form is admitted by what stands before its first file.
  const admit = () => (admission ??= Promise.resolve(plan.admit?.(fields)));

  const ended = new Promise<void>((resolve, reject) => {
    const store = async (field: string, content: Readable) => {
      await admit();
      return { field, stored: await plan.store(content, field) };
    };
    parser.on('file', (field, content, { filename }) => {
      content.on('error', (cause) => reject(broken(cause)));
      if (!filename) return content.resume();
      files.push(content);
      content.on('limit', () => reject(tooLarge(`A file is larger than ${megabytes(plan.limits.fileBytes)}.`)));
      const file = store(field, content);
      file.catch(reject);
      return stored.push(file);
    });
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (nameTruncated || valueTruncated) return reject(tooLarge(`The field «${name}» is too long.`));
      return fields.append(name, value);
    });
    parser.on('filesLimit', () => reject(tooLarge(`Send at most ${plan.limits.files} photos at once.`)));
    for (const limit of ['fieldsLimit', 'partsLimit'] as const)
      parser.on(limit, () => reject(tooLarge('The form has too many fields.')));
    parser.on('error', (cause) => reject(broken(cause)));
    parser.on('close', resolve);
    feed(body, parser, { limit: plan.limits.totalBytes, reject });
  });
  try {
    await ended;
    await Promise.all(stored);
    await admit();
    return fields;
  } catch (error) {
    // Whoever still reads a file must learn that it will not end.
    for (const content of files) content.destroy(broken(error));
    parser.destroy();
    throw error;
  } finally {
    // What is still to come is the server's to drain.
    body.unpipe();
  }
}

function openParser(headers: Record<string, string | undefined>, limits: UploadLimits): busboy.Busboy {
  if (!/^multipart\/form-data\b/i.test(headers['content-type'] ?? ''))
    throw new AppError('unsupported-media', 'Send the form as multipart/form-data.');
  try {
    return busboy({
      headers,
      defParamCharset: 'utf8',
      limits: {
        fieldNameSize: FIELD_NAME_BYTES,
        fieldSize: limits.fieldBytes,
        fields: limits.fields,
        fileSize: limits.fileBytes,
        files: limits.files,
        parts: limits.fields + limits.files,
        headerPairs: 20,
      },
    });
  } catch (cause) {
    throw broken(cause);
  }
}

/** Pass the body on, counting; stop at the limit, at a pause that is too long, and when the sender goes away. */
function feed(
  body: Readable,
  parser: busboy.Busboy,
  { limit, reject }: { limit: number; reject: (error: Error) => void },
): void {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      timer.refresh();
      bytes += chunk.length;
      if (bytes > limit) reject(tooLarge(`All photos together are larger than ${megabytes(limit)}.`));
      done(null, chunk);
    },
  });
  const timer = setTimeout(() => {
    // While pieces wait for us, the sender is not the slow one.
    if (body.readableLength + counter.readableLength + parser.writableLength > 0) timer.refresh();
    else reject(new AppError('invalid', 'The upload stood still for too long. Send it again.'));
  }, IDLE_MILLISECONDS);
  for (const stream of [body, counter]) stream.on('error', (cause) => reject(broken(cause)));
  // A Node request that ends early closes without an error.
  body.on('close', () => {
    if (!body.readableEnded) reject(broken(new Error('the sender went away')));
  });
  parser.on('close', () => clearTimeout(timer));
  body.pipe(counter).pipe(parser);
}

/** The request of the Node server where there is one: its body never enters the memory of a web `Request`. */
function bodyOf(c: UploadContext): { body: Readable; headers: Record<string, string | undefined> } {
  const incoming = incomingOf(c.env);
  if (incoming) return { body: incoming, headers: { 'content-type': incoming.headers['content-type'] } };
  const { raw } = c.req;
  const headers = { 'content-type': raw.headers.get('content-type') ?? undefined };
  return { body: raw.body ? Readable.fromWeb(raw.body) : Readable.from([]), headers };
}

function incomingOf(env: unknown): IncomingMessage | null {
  const incoming = typeof env === 'object' && env !== null && 'incoming' in env ? env.incoming : null;
  return incoming instanceof IncomingMessage ? incoming : null;
}

function tooLarge(what: string): AppError {
  return new AppError('invalid', `${what} Send less at once.`);
}

function broken(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError('invalid', 'The form arrived incomplete or damaged. Send it again.', { cause });
}

function megabytes(bytes: number): string {
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
