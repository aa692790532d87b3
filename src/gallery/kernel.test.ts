import { readFile } from 'node:fs/promises';
import { main as compile } from 'assemblyscript/asc';
import { expect, it } from 'vitest';

const OPTIONS =
  '-O3 --runtime stub --use abort= --importMemory --noExportMemory --sharedMemory --initialMemory 1 --maximumMemory 65536 --enable simd,threads';

// After a change of wasm/scan.ts: npx vitest run src/gallery/kernel.test.ts --update
it('is the committed compilation of wasm/scan.ts', async () => {
  const binary = await compiled(await readFile(new URL('../../wasm/scan.ts', import.meta.url), 'utf8'));
  expect(binary.length).toBeLessThan(2048);
  await expect(kernelModule(binary)).toMatchFileSnapshot('kernel.wasm.ts');
});

async function compiled(source: string): Promise<Uint8Array> {
  let binary = new Uint8Array();
  const { error, stderr } = await compile(['scan.ts', '--outFile', 'scan.wasm', ...OPTIONS.split(' ')], {
    readFile: (name) => (name === 'scan.ts' ? source : null),
    writeFile: (_name, contents) => {
      binary = Buffer.from(contents);
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`wasm/scan.ts does not compile: ${stderr.toString()}`);
  return binary;
}

function kernelModule(binary: Uint8Array): string {
  return `/** Compiled from wasm/scan.ts, ${binary.length} bytes; generated and checked by kernel.test.ts. */
export const KERNEL_BASE64 =
  '${Buffer.from(binary).toString('base64')}';
`;
}
