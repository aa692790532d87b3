import { once } from 'node:events';
import { type AddressInfo, createServer, isIP, connect as openPlain, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { connect as openTls } from 'node:tls';
import { AppError } from '../core/errors.ts';
import type { VettedStream } from './address.ts';
import { closeServer, type Gate, unreachable } from './gate.ts';

/** The way out of a decoder process for RTSP: a relay on this machine that leads to one camera. */
interface RtspGate extends Gate {
  /** What the decoder opens, with the credentials that it sends. Never TLS: the relay speaks that. */
  readonly url: string;
}

/**
 * Open a relay to the one address that was checked.
 *
 * FFmpeg follows the redirects of RTSP wherever they lead, and takes no proxy for it. Here it knows no address but the
 * relay's, and the relay ends a talk in which the camera sends it elsewhere before FFmpeg has read where to.
 */
export async function openRtspGate({ url, address, port, isTls }: VettedStream): Promise<RtspGate> {
  let refusal: AppError | null = null;
  const talks = new Set<Socket>();
  const server = createServer({ noDelay: true }, (decoder) => {
    // Cameras sign their certificates themselves: TLS keeps listeners out, it does not say who the camera is.
    const camera = isTls
      ? openTls({ host: address, port, rejectUnauthorized: false, ...servername(new URL(url).hostname) })
      : openPlain({ host: address, port, noDelay: true });
    for (const socket of [decoder, camera]) talks.add(socket.once('close', () => talks.delete(socket)));
    const { asked, answered } = openRedirectWatch();
    const end = (error?: unknown) => {
      if (error instanceof AppError) refusal = error;
      decoder.destroy();
      camera.destroy();
    };
    camera.once('error', (cause) => end(unreachable(cause)));
    for (const stream of [decoder, camera, asked, answered]) stream.once('error', end).once('close', () => end());
    decoder.pipe(asked).pipe(camera);
    camera.pipe(answered).pipe(decoder);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: relayed(url, (server.address() as AddressInfo).port),
    refusal: () => refusal,
    close: () =>
      closeServer(server, () => {
        for (const socket of talks) socket.destroy();
      }),
  };
}

/** A reply that sends elsewhere, read as generously as FFmpeg reads it. */
const REDIRECT = /RTSP\/\S{0,99}\s{1,99}[+0]{0,99}3\d\d/;
/** No match is longer, so that one which comes in two pieces is found. */
const LONGEST = 400;

/** Listens to both sides until pictures are asked for: FFmpeg follows no redirect after that. */
function openRedirectWatch() {
  let isPlaying = false;
  let tail = '';
  const asked = new Transform({
    transform: (bytes: Buffer, _, pass) => {
      isPlaying ||= bytes.toString('latin1').startsWith('PLAY ');
      pass(null, bytes);
    },
  });
  const answered = new Transform({
    transform: (bytes: Buffer, _, pass) => {
      if (isPlaying) return pass(null, bytes);
      tail = (tail + bytes.toString('latin1')).slice(-LONGEST - bytes.length);
      if (REDIRECT.test(tail)) return pass(sentElsewhere());
      return pass(null, bytes);
    },
  });
  return { asked, answered };
}

function relayed(url: string, port: number): string {
  const inner = new URL(url);
  const credentials = inner.username || inner.password ? `${inner.username}:${inner.password}@` : '';
  return `rtsp://${credentials}127.0.0.1:${port}${inner.pathname}${inner.search}`;
}

/** TLS names hosts, not addresses (RFC 6066, section 3). */
function servername(host: string) {
  return isIP(host.replace(/^\[|\]$/g, '')) ? {} : { servername: host };
}

function sentElsewhere(): AppError {
  return new AppError('invalid', 'The camera sends to another address. Give that address, if it is the right one.');
}
