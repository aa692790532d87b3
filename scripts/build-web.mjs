/**
 * Build what browsers load: public/css and src/http/islands → public/assets, each file named by its content.
 *
 * public/assets/manifest.json tells the server the names. The service worker keeps its own: browsers look for it there.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'public', 'assets');
const islands = readdirSync(join(root, 'src/http/islands')).filter((name) => /^[a-z-]+\.ts$/.test(name));
const sheets = readdirSync(join(root, 'public/css')).filter((name) =>
  ['app.css', 'staff.css', 'map.css'].includes(name),
);

const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [...islands.map((name) => `src/http/islands/${name}`), ...sheets.map((name) => `public/css/${name}`)],
  outdir: 'public/assets',
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome87', 'firefox94', 'safari15'],
  minify: true,
  metafile: true,
  write: false,
  loader: { '.woff2': 'file', '.png': 'file' },
  logLevel: 'warning',
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const { path, contents } of outputFiles) {
  writeFileSync(path, contents);
  if (/\.(js|css)$/.test(path)) writeFileSync(`${path}.br`, brotliCompressSync(contents));
}
const names = Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) => {
  const source = entryPoint
    ? basename(entryPoint).replace(/\.ts$/, '.js')
    : /\.woff2$/.test(path)
      ? fontOf(path)
      : null;
  return source ? [[source, basename(path)]] : [];
});
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(Object.fromEntries(names.sort()), null, 2)}\n`);

/** A font's name without the hash. @param {string} path */
function fontOf(path) {
  return basename(path).replace(/-[A-Z0-9]{8}\.woff2$/, '.woff2');
}
