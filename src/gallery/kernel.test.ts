import { expect, it } from 'vitest';
import { kernelModule } from '../testing/assembly.ts';

// After a change of wasm/scan.ts: npx vitest run src/gallery/kernel.test.ts --update
it('is the committed compilation of wasm/scan.ts', async () => {
  const { bytes, source } = await kernelModule('scan', { test: 'kernel.test.ts', isShared: true });
  expect(bytes).toBeLessThan(2048);
  await expect(source).toMatchFileSnapshot('kernel.wasm.ts');
});
