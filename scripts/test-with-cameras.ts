/**
 * Run the tests, some of which watch real cameras: GStreamer's RTSP server, out of Debian's packages.
 *
 * As root it installs what is missing. All that vitest takes may follow.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installDebianPackage } from './debian-package.ts';

const PACKAGES = ['python3-gi', 'gir1.2-gst-rtsp-server-1.0', 'gstreamer1.0-plugins-good'];
const PROOF = `
import gi
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
assert all(Gst.ElementFactory.find(name) for name in ["appsrc", "qtdemux", "h264parse", "rtph264pay"])
`;

const isThere = () => spawnSync('/usr/bin/python3', ['-c', PROOF], { stdio: 'ignore' }).status === 0;

if (!isThere()) for (const name of PACKAGES) installDebianPackage(name);
if (!isThere())
  throw new Error(`The tests need an RTSP server. Install it with «apt-get install ${PACKAGES.join(' ')}».`);

const command = ['--no-install', 'vitest', 'run', ...process.argv.slice(2)];
const { status } = spawnSync('npx', command, { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' });
process.exitCode = status ?? 1;
