import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Failure, Header, type Order } from './messages.ts';

/** A decoder in a process of its own. */
export interface DecoderProcess {
  /** Ask for one more frame; its answer follows. */
  ask(): void;
  /** The next answer. A process that died or fell silent answers with a failure. */
  answer(): Promise<DecoderAnswer>;
  /** At once, whatever it is doing. */
  end(): void;
}

interface DecoderAnswer {
  readonly header: Header;
  /** Of a frame: width × height × 3 bytes. */
  readonly pixels: Uint8Array;
}

/** Longest time for one answer: FFmpeg's own time limits (worker) are shorter. */
const SILENCE_MILLISECONDS = 30_000;

/** Private memory that the process may take, in kB (`ulimit -d`). Measured: a 4K stream of H.265 takes less than half. */
const MEMORY_LIMIT_KILOBYTES = 1_500_000;

const MAXIMUM_HEADER_BYTES = 64 * 1024;

/** The order goes through the standard input: it holds credentials, and command lines are public. */
export function startDecoder(order: Order): DecoderProcess {
  const child = spawnWorker();
  child.on('error', () => child.kill('SIGKILL'));
  child.stdin.on('error', () => {
    // It has died; the answers say so.
  });
  child.stdin.write(`${JSON.stringify(order)}\n`);
  const read = byteReader(child.stdout);
  return {
    ask: () => {
      child.stdin.write('next\n');
    },
    answer: () => inTime(readAnswer(read), () => child.kill('SIGKILL')),
    end: () => {
      child.kill('SIGKILL');
    },
  };
}

function spawnWorker() {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = fileURLToPath(new URL(`worker.${extension}`, import.meta.url));
  const command = [process.execPath, '--max-old-space-size=128', worker];
  const [program = '', ...rest] =
    process.platform === 'win32'
      ? command
      : ['/bin/sh', '-c', `ulimit -c 0; ulimit -d ${MEMORY_LIMIT_KILOBYTES}; exec "$0" "$@"`, ...command];
  return spawn(program, rest, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
}

async function readAnswer(read: ReadBytes): Promise<DecoderAnswer> {
  const prefix = await read(4);
  if (!prefix) return failure('ended');
  const length = Buffer.from(prefix).readUInt32LE();
  const text = length > MAXIMUM_HEADER_BYTES ? null : await read(length);
  if (!text) return failure('unknown');
  const header = Header.parse(JSON.parse(Buffer.from(text).toString()));
  if (header.kind !== 'frame') return { header, pixels: new Uint8Array() };
  const pixels = await read(header.width * header.height * 3);
  return pixels ? { header, pixels } : failure('ended');
}

function failure(reason: Failure): DecoderAnswer {
  return { header: { kind: 'failure', reason }, pixels: new Uint8Array() };
}

async function inTime(answer: Promise<DecoderAnswer>, giveUp: () => void): Promise<DecoderAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<DecoderAnswer>((resolve) => {
    timer = setTimeout(() => {
      giveUp();
      resolve(failure('silent'));
    }, SILENCE_MILLISECONDS);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Null: the stream ended before. */
type ReadBytes = (length: number) => Promise<Uint8Array | null>;

function byteReader(stream: AsyncIterable<Uint8Array>): ReadBytes {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return async (length) => {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) return null;
        rest = next.value;
      }
      const part = rest.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    return bytes;
  };
}
