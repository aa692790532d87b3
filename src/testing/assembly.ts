import { readFile } from 'node:fs/promises';
import { main as compile } from 'assemblyscript/asc';

const OPTIONS =
  '-O3 --runtime stub --use abort= --importMemory --noExportMemory --sharedMemory --initialMemory 1 --maximumMemory 65536 --enable simd,threads';

/**
 * Compile a file of wasm/ and write it as a TypeScript module, for comparison with the committed one.
 *
 * @param name of the file without `.ts`
 * @param test the test that generates the module, to be named in it
 */
export async function kernelModule(name: string, test: string): Promise<{ bytes: number; source: string }> {
  const binary = await compiled(name, await readFile(new URL(`../../wasm/${name}.ts`, import.meta.url), 'utf8'));
  const source = `/** Compiled from wasm/${name}.ts, ${binary.length} bytes; generated and checked by ${test}. */
export const KERNEL_BASE64 =
  '${binary.toString('base64')}';
`;
  return { bytes: binary.length, source };
}

async function compiled(name: string, source: string): Promise<Buffer> {
  let binary = Buffer.alloc(0);
  const { error, stderr } = await compile([`${name}.ts`, '--outFile', `${name}.wasm`, ...OPTIONS.split(' ')], {
    readFile: (file) => (file === `${name}.ts` ? source : null),
    writeFile: (_file, contents) => {
      binary = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`wasm/${name}.ts does not compile: ${stderr.toString()}`);
  return binary;
}
