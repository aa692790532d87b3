/**
 * Build what browsers load: public/css and src/http/islands → public/assets, each file named by its content.
 *
 * public/assets/manifest.json tells the server the names. The service worker stands alone, since not every browser lets it
 * import, and is told which scripts the pages that it keeps may load later.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { webFonts } from './web-fonts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'public', 'assets');
const WORKER = 'service-worker.ts';
const islands = readdirSync(join(root, 'src/http/islands')).filter(
  (name) => /^[a-z-]+\.ts$/.test(name) && name !== WORKER,
);
/** What the form of a report and the page without a line need. */
const KEPT = /^(app|photo-input|offline-queue|proof-of-work|report-steps|place-input)\.ts$/;
/** The map, mostly: who has no line does without. */
const LARGEST_KEPT = 60_000;
const sheets = readdirSync(join(root, 'public/css')).filter((name) =>
  ['app.css', 'staff.css', 'map.css'].includes(name),
);

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  target: ['chrome87', 'firefox94', 'safari15'],
  minify: true,
  logLevel: 'warning',
};
const { metafile, outputFiles } = await build({
  ...common,
  entryPoints: [...islands.map((name) => `src/http/islands/${name}`), ...sheets.map((name) => `public/css/${name}`)],
  outdir: 'public/assets',
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  splitting: true,
  format: 'esm',
  metafile: true,
  write: false,
  plugins: [webFonts],
  loader: { '.woff2': 'file', '.png': 'file' },
});
const worker = await build({
  ...common,
  entryPoints: [`src/http/islands/${WORKER}`],
  outfile: 'public/assets/service-worker.js',
  format: 'iife',
  define: { SHELL: JSON.stringify(keptScripts()) },
  write: false,
});

// A server may be reading: new files lie beside the old ones until the manifest names them, and only then the old go.
mkdirSync(out, { recursive: true });
const written = new Set(['manifest.json']);
for (const { path, contents } of [...outputFiles, ...worker.outputFiles]) {
  put(path, contents);
  if (/\.(js|css)$/.test(path)) put(`${path}.br`, brotliCompressSync(contents));
}
const names = [['service-worker.js', 'service-worker.js']];
names.push(
  ...Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) => {
    const source = entryPoint
      ? basename(entryPoint).replace(/\.ts$/, '.js')
      : /\.woff2$/.test(path)
        ? fontOf(path)
        : null;
    return source ? [[source, basename(path)]] : [];
  }),
);
put(join(out, 'manifest.json'), `${JSON.stringify(Object.fromEntries(names.sort()), null, 2)}\n`);
for (const name of readdirSync(out)) if (!written.has(name)) rmSync(join(out, name), { recursive: true, force: true });

/** Whole or not at all: whoever reads meanwhile gets the old one. @param {string} path @param {string | Uint8Array} contents */
function put(path, contents) {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
  written.add(basename(path));
}

/** A font's name without the hash. @param {string} path */
function fontOf(path) {
  return basename(path).replace(/-[A-Z0-9]{8}\.woff2$/, '.woff2');
}

/** Scripts that those of KEPT import, now or later. */
function keptScripts() {
  const { outputs } = metafile;
  const found = new Set();
  const follow = (/** @type {string} */ path) => {
    if (found.has(path) || !outputs[path] || outputs[path].bytes > LARGEST_KEPT) return;
    found.add(path);
    for (const imported of outputs[path].imports) follow(imported.path);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (KEPT.test(basename(entryPoint ?? ''))) follow(path);
  return [...found].map((path) => basename(path)).sort();
}
