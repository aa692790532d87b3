import { setTimeout as pause } from 'node:timers/promises';
import { readAllowedHosts } from '../adapters/allowed-hosts.ts';
import { messageOf } from '../core/errors.ts';
import type { Platform } from '../platform.ts';
import type { WatchedSource, Watching } from '../services/watch/contract.ts';
import { listWatchedSources } from '../services/watch/searching.ts';
import { openCameras } from './cameras.ts';
import type { Look } from './look.ts';
import { type RunningPost, startPost } from './post.ts';
import { type FindFaces, testSource } from './source-test.ts';

export interface WatchingParts {
  readonly look: Look;
  readonly findFaces: FindFaces;
  /** Whether this process watches cameras and films; otherwise it only tests sources and looks for browsers. */
  readonly watches: boolean;
  /** After so long without a picture the people in charge are told; default two minutes. */
  readonly lostMilliseconds?: number;
}

/** How soon an order that begins, ends or is stopped takes effect on what is decoded; searches ask the order itself. */
const TICK_MILLISECONDS = 2000;

/**
 * Watch every source that a valid order asks for, each on its own: one that breaks never touches another.
 *
 * A camera is decoded once, for all its orders; a film once for each order, from where it was left.
 */
export function openWatching(app: Platform, parts: WatchingParts): Watching {
  const allowed = readAllowedHosts(app.config.watchHosts);
  const cameras = openCameras(app, parts.look);
  const posts = new Map<string, Station>();
  const stop = new AbortController();
  const supervising = parts.watches ? supervise() : Promise.resolve();

  async function supervise(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await settle(stationsOf(await listWatchedSources(app)));
      } catch (error) {
        app.log.error({ error: messageOf(error) }, 'watch orders could not be read');
      }
      await pause(TICK_MILLISECONDS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    await settle(new Map());
  }

  async function settle(wanted: ReadonlyMap<string, WatchedSource[]>): Promise<void> {
    const gone = [...posts].filter(([key, { orders }]) => {
      const now = wanted.get(key);
      return !now || addressKey(now) !== addressKey(orders);
    });
    for (const [key] of gone) posts.delete(key);
    await Promise.all(gone.map(([, { running }]) => running.close()));
    for (const [key, orders] of wanted) {
      const station = posts.get(key);
      if (station) station.orders = orders;
      else posts.set(key, open(orders));
    }
  }

  function open(orders: WatchedSource[]): Station {
    const station: Omit<Station, 'running'> = { orders };
    const address = orders[0]?.address;
    if (!address) throw new Error('a camera of a browser has no post');
    const post = { address, orders: () => station.orders };
    return Object.assign(station, { running: startPost(app, post, { ...parts, allowed }) });
  }

  return {
    still: (sourceId) => {
      const ofSource = [...posts.values()].filter(({ orders }) => orders[0]?.sourceId === sourceId);
      return ofSource.map(({ running }) => running.still()).find((still) => still !== null) ?? cameras.still(sourceId);
    },
    test: (source) => testSource(source, allowed, parts.findFaces),
    lookAt: cameras.lookAt,
    close: async () => {
      stop.abort();
      await supervising;
      await cameras.close();
    },
  };
}

interface Station {
  /** The same source in all of them. */
  orders: WatchedSource[];
  readonly running: RunningPost;
}

/** What is to be watched by key: sources that are decoded once. */
function stationsOf(watched: readonly WatchedSource[]): Map<string, WatchedSource[]> {
  const stations = new Map<string, WatchedSource[]>();
  for (const each of watched) {
    if (!each.address) continue;
    const key = each.kind === 'file' ? `${each.sourceId} ${each.orderId}` : each.sourceId;
    stations.set(key, [...(stations.get(key) ?? []), each]);
  }
  return stations;
}

/** Tells whether somebody gave a camera another address or password. */
function addressKey([first]: readonly WatchedSource[]): string {
  return first?.address?.kind === 'stream' ? first.address.url : '';
}
