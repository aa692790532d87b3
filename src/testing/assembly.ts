import { readFile } from 'node:fs/promises';
import { main as compile } from 'assemblyscript/asc';

const OPTIONS = '-O3 --runtime stub --use abort= --importMemory --noExportMemory --initialMemory 1';
const OWN = '--enable simd';
const SHARED = '--sharedMemory --maximumMemory 65536 --enable simd,threads';

/**
 * Compile a file of wasm/ and write it as a TypeScript module, for comparison with the committed one.
 *
 * @param name of the file without `.ts`
 * @param options.test the test that generates the module, to be named in it
 * @param options.isShared whether threads share the memory that it works in
 * @param options.isRelaxed with relaxed SIMD, which not every engine has
 */
export async function kernelModule(
  name: string,
  { test, isShared, isRelaxed = false }: { test: string; isShared: boolean; isRelaxed?: boolean },
): Promise<{ bytes: number; source: string }> {
  const written = await readFile(new URL(`../../wasm/${name}.ts`, import.meta.url), 'utf8');
  const binary = await compiled(
    name,
    written,
    `${OPTIONS} ${isShared ? SHARED : OWN}${isRelaxed ? ',relaxed-simd' : ''}`,
  );
  const source = `/** Compiled from wasm/${name}.ts${isRelaxed ? ' with relaxed SIMD' : ''}, ${binary.length} bytes; generated and checked by ${test}. */
export const KERNEL_BASE64 =
  '${binary.toString('base64')}';
`;
  return { bytes: binary.length, source };
}

async function compiled(name: string, source: string, options: string): Promise<Buffer> {
  let binary = Buffer.alloc(0);
  const { error, stderr } = await compile([`${name}.ts`, '--outFile', `${name}.wasm`, ...options.split(' ')], {
    readFile: (file) => (file === `${name}.ts` ? source : null),
    writeFile: (_file, contents) => {
      binary = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`wasm/${name}.ts does not compile: ${stderr.toString()}`);
  return binary;
}
