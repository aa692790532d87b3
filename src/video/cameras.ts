import sharp from 'sharp';
import { AppError, messageOf } from '../core/errors.ts';
import type { RgbImage } from '../core/face.ts';
import type { Platform } from '../platform.ts';
import type { CameraAnswer, CameraSession, WatchedSource } from '../services/watch/contract.ts';
import { isOrderValid } from '../services/watch/searching.ts';
import type { VideoFrame } from './frames.ts';
import type { Look, Seen } from './look.ts';
import { openPulse } from './pulse.ts';

/** A page that sends nothing for so long is closed. */
const IDLE_MILLISECONDS = 30_000;

/** A frame of a browser is no photo: nobody needs more, and memory is for all. */
const [LONGEST_SIDE, MAXIMUM_PIXELS] = [1280, 4_000_000];

interface Waiting {
  readonly frame: VideoFrame;
  readonly resolve: (seen: Seen) => void;
  readonly reject: (error: unknown) => void;
}

interface Camera {
  readonly session: CameraSession;
  readonly pulse: ReturnType<typeof openPulse>;
  readonly queue: ReturnType<typeof openQueue>;
  readonly looking: Promise<void>;
  timer: NodeJS.Timeout | null;
}

/** Cameras of browsers: each page is a source of its own, whose frames come one by one. */
export function openCameras(app: Platform, look: Look) {
  const cameras = new Map<string, Camera>();

  const open = (session: CameraSession): Camera => {
    const pulse = openPulse(app.clock);
    const queue = openQueue();
    const seen = (each: Seen) => {
      pulse.seen(each);
      queue.answer(each);
    };
    const looking = look(queue.frames(), () => [watchedBy(session)], seen).catch((error: unknown) => {
      app.log.error({ error: messageOf(error) }, 'looking for a browser failed');
      queue.fail(error);
      cameras.delete(session.id);
    });
    const camera: Camera = { session, pulse, queue, looking, timer: null };
    cameras.set(session.id, camera);
    return camera;
  };
  const close = async (camera: Camera) => {
    if (camera.timer) clearTimeout(camera.timer);
    cameras.delete(camera.session.id);
    camera.queue.end();
    await camera.looking;
  };
  return {
    still: (sourceId: string) =>
      [...cameras.values()].find(({ session }) => session.sourceId === sourceId)?.pulse.still() ?? null,
    lookAt: async (session: CameraSession, jpeg: Uint8Array, at: Date): Promise<CameraAnswer> => {
      if (!(await isOrderValid(app, session)))
        throw new AppError('conflict', 'The watch order has ended. Nobody is searched for any more.');
      const began = Date.now();
      const image = await readFrame(jpeg);
      const camera = cameras.get(session.id) ?? open(session);
      if (camera.timer) clearTimeout(camera.timer);
      camera.timer = setTimeout(() => void close(camera), IDLE_MILLISECONDS).unref();
      const frame = { image, at, position: null, isCut: false, lagMilliseconds: 0 };
      const { faces } = await camera.queue.put(frame);
      return { faces, lagMilliseconds: Date.now() - began };
    },
    close: async () => {
      await Promise.all([...cameras.values()].map(close));
    },
  };
}

function watchedBy({ orderId, sourceId }: CameraSession): WatchedSource {
  const rest = { agencyId: '', address: null, endsAt: new Date(8.64e15), positionSeconds: 0 };
  return { orderId, sourceId, kind: 'camera', ...rest };
}

async function readFrame(jpeg: Uint8Array): Promise<RgbImage> {
  try {
    const { data, info } = await sharp(jpeg, { limitInputPixels: MAXIMUM_PIXELS, failOn: 'error' })
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} channels`);
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new AppError('unsupported-media', 'A frame of a camera is a JPEG of at most four megapixels.', { cause });
  }
}

/** Hands one frame at a time to whoever looks; a frame that comes meanwhile takes the place of the one that waits. */
function openQueue() {
  let waiting: Waiting | null = null;
  let lookedAt: Waiting | null = null;
  let isOver = false;
  let wake = () => {};
  const tooMany = () => new AppError('too-many', 'A newer frame came before this one was looked at.');
  const fail = (error: unknown) => {
    for (const each of [waiting, lookedAt]) each?.reject(error);
    [waiting, lookedAt] = [null, null];
  };
  return {
    put: (frame: VideoFrame) =>
      new Promise<Seen>((resolve, reject) => {
        waiting?.reject(tooMany());
        waiting = { frame, resolve, reject };
        wake();
      }),
    async *frames(): AsyncGenerator<VideoFrame> {
      while (!isOver) {
        if (waiting) {
          [lookedAt, waiting] = [waiting, null];
          yield lookedAt.frame;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
    answer: (seen: Seen) => {
      lookedAt?.resolve(seen);
      lookedAt = null;
    },
    fail,
    end: () => {
      isOver = true;
      fail(new AppError('unavailable', 'The server is stopping. Try again in a minute.'));
      wake();
    },
  };
}
