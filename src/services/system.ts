import { statfs } from 'node:fs/promises';
import type { Actor } from '../core/actor.ts';
import { serverVersion } from '../db/database.ts';
import { countMessages } from '../db/messages.ts';
import { measureStorage, type StorageUse } from '../db/system.ts';
import type { Platform } from '../platform.ts';
import { requirePermission } from './policy.ts';
import { countSourceStates } from './watch/states.ts';

/** The system in numbers. */
export interface SystemView {
  readonly versions: { readonly homeward: string; readonly node: string; readonly postgresql: number };
  readonly profile: string;
  readonly storage: StorageUse & { readonly freeBytes: number };
  readonly jobs: { readonly waiting: number; readonly active: number; readonly failed: number };
  /** Messages by state. */
  readonly outbox: Readonly<Record<string, number>>;
  /** Cameras and films that are watched now, by state. */
  readonly sources: Readonly<Record<string, number>>;
}

export async function viewSystem(app: Platform, actor: Actor): Promise<SystemView> {
  requirePermission(actor, 'system.view');
  const [postgresql, storage, disk, counts, failed, outbox, sources] = await Promise.all([
    serverVersion(app.db),
    measureStorage(app.db),
    statfs(app.dataDir),
    app.jobs.counts(),
    app.jobs.deadLetters(),
    countMessages(app.db),
    countSourceStates(app, actor),
  ]);
  const sum = (of: 'waiting' | 'active') => counts.reduce((total, each) => total + each[of], 0);
  return {
    versions: { homeward: app.version, node: process.versions.node, postgresql },
    profile: app.config.profile,
    storage: { ...storage, freeBytes: disk.bavail * disk.bsize },
    jobs: { waiting: sum('waiting'), active: sum('active'), failed: failed.length },
    outbox,
    sources,
  };
}
