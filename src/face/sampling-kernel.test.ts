import { expect, it } from 'vitest';
import { kernelModule } from '../testing/assembly.ts';

// After a change of wasm/sample.ts: npx vitest run src/face/sampling-kernel.test.ts --update
it('is the committed compilation of wasm/sample.ts', async () => {
  const { bytes, source } = await kernelModule('sample', { test: 'sampling-kernel.test.ts', isShared: false });
  expect(bytes).toBeLessThan(4096);
  await expect(source).toMatchFileSnapshot('sampling-kernel.wasm.ts');
});
