import { spawnSync } from 'node:child_process';

/** Install a package of Debian, as root; whether it worked shows in what it brings. */
export function installDebianPackage(name: string): void {
  console.log(`Installing Debian’s ${name} …`);
  const aptGet = (...words: string[]) =>
    spawnSync('apt-get', words, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status;
  if (aptGet('install', '-y', '--no-install-recommends', name) === 0) return;
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', name);
}
