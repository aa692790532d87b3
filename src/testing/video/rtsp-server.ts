import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RtspServer {
  readonly port: number;
  /** Address of a film, without credentials. */
  url(path: string): string;
  close(): Promise<void>;
}

export interface RtspPlan {
  /** Files of H.264 in MP4 by the path that they are served under, such as `/gate`. */
  readonly films: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly password?: string;
  /** Default: both. */
  readonly transports?: readonly ('tcp' | 'udp')[];
  /** Default: one that is free. */
  readonly port?: number;
}

/**
 * Start a real RTSP server on this machine that serves films again and again: GStreamer's, out of Debian's packages
 * (scripts/test-with-cameras.ts installs them).
 */
export async function openRtspServer(plan: RtspPlan): Promise<RtspServer> {
  const script = fileURLToPath(new URL('rtsp-server.py', import.meta.url));
  const child = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { user = null, password = null, transports = ['tcp', 'udp'], port: wanted = 0, films } = plan;
  child.stdin.write(`${JSON.stringify({ films, user, password, transports, port: wanted })}\n`);
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), diedOf(child)]);
  const port = Number(line);
  return {
    port,
    url: (path) => `rtsp://127.0.0.1:${port}${path}`,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function diedOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(
    `The RTSP server ended with ${code}. It needs gir1.2-gst-rtsp-server-1.0, python3-gi and gstreamer1.0-plugins-good.`,
  );
}
