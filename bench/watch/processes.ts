import { readdir, readFile } from 'node:fs/promises';

/** What processes have used until a moment. */
export interface Use {
  /** Milliseconds. */
  readonly at: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
}

/** Of Linux: ticks a second, and bytes a page. */
const [TICKS, PAGE] = [100, 4096];

export function readOwn(): Use {
  const { user, system } = process.cpuUsage();
  return { at: Date.now(), cpuSeconds: (user + system) / 1e6, bytes: process.memoryUsage.rss() };
}

/** Of the processes that decode for this one. */
export async function readDecoders(): Promise<Use> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(readDecoder));
  const sum = (key: 'cpuSeconds' | 'bytes') => found.reduce((total, each) => total + (each?.[key] ?? 0), 0);
  return { at: Date.now(), cpuSeconds: sum('cpuSeconds'), bytes: sum('bytes') };
}

async function readDecoder(pid: string): Promise<Pick<Use, 'cpuSeconds' | 'bytes'> | null> {
  const [stat, command] = await Promise.all([read(pid, 'stat'), read(pid, 'cmdline')]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (Number(fields[1]) !== process.pid || !command.includes('decoder')) return null;
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuSeconds: ticks / TICKS, bytes: Number(fields[21]) * PAGE };
}

/** Empty when the process has ended meanwhile. */
const read = (pid: string, name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
