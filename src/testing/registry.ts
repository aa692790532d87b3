import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { freePort } from './free-port.ts';

/** An npm package as a tarball. */
export interface TestPackage {
  readonly name: string;
  readonly version: string;
  readonly tarball: Buffer;
  /** As npm writes it: sha512 in base64. */
  readonly integrity: string;
}

/** A registry on this computer that serves one package. */
export interface TestRegistry {
  readonly url: string;
  /** Paths that were asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Pack files as npm does, under `package/`. */
export async function packPackage(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<TestPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-pack-'));
  const version = '1.0.0';
  const all = { ...files, 'package.json': new TextEncoder().encode(JSON.stringify({ name, version })) };
  for (const [path, bytes] of Object.entries(all)) {
    await mkdir(dirname(join(folder, 'package', path)), { recursive: true });
    await writeFile(join(folder, 'package', path), bytes);
  }
  const file = join(folder, 'package.tgz');
  await create({ file, cwd: folder, gzip: true, portable: true }, ['package']);
  const tarball = await readFile(file);
  await rm(folder, { recursive: true });
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return { name, version, tarball, integrity };
}

/** Serve a package; `tarball` replaces what it really holds, to play a bad mirror. */
export async function startRegistry(packed: TestPackage, tarball: Buffer = packed.tarball): Promise<TestRegistry> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const port = portOf(server);
    const { name, version, integrity } = packed;
    if (path === `/${name}`) {
      const dist = { tarball: `http://127.0.0.1:${port}/${name}.tgz`, integrity };
      const versions = { [version]: { name, version, dist } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
    } else if (path === `/${name}.tgz`) response.end(tarball);
    else response.writeHead(404).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    requests,
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The address of a registry that is not there: the port was free a moment ago. */
export async function absentRegistry(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}/`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the registry has no port');
  return address.port;
}
