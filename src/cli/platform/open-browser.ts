import { spawn } from 'node:child_process';

/**
 * Show a page of ours to whoever sits at this machine. The address is printed as well: where no browser can be opened,
 * nothing happens.
 */
export function openInBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [program, ...words] = openerOn(platform);
  // Without a terminal of its own: a browser for text must not take over this one.
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** The program that opens an address in the browser that somebody has chosen. */
function openerOn(platform: NodeJS.Platform): readonly [program: string, ...words: string[]] {
  if (platform === 'darwin') return ['open'];
  // `start` would take the address for a command line.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return ['xdg-open'];
}
