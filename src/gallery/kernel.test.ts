import { expect, it } from 'vitest';
import { normalise } from '../core/vector.ts';
import { kernelModule } from '../testing/assembly.ts';
import { encodeTemplate } from './code.ts';
import { loadKernel } from './kernel.ts';
import { blockAddress, hitsAddress, layoutOf, ROWS } from './layout.ts';
import { quantiseProbe } from './quantise.ts';
import { openRows } from './rows.ts';

// After a change of wasm/scan.ts: npx vitest run src/gallery/kernel.test.ts --update
it.each([
  ['kernel.wasm.ts', false],
  ['kernel-relaxed.wasm.ts', true],
])('%s is the committed compilation of wasm/scan.ts', async (file, isRelaxed) => {
  const { bytes, source } = await kernelModule('scan', { test: 'kernel.test.ts', isShared: true, isRelaxed });
  expect(bytes).toBeLessThan(2048);
  await expect(source).toMatchFileSnapshot(file);
});

it.each([3, 16, 100, 512])('both compilations return the same hits, bit for bit: %i numbers', (length) => {
  const layout = layoutOf(length, 1);
  const rows = openRows(layout);
  rows.reserve(0);
  const vector = (seed: number) =>
    normalise(Float32Array.from({ length }, (_, index) => Math.sin(seed * 37.7 + index * (1.3 + seed / 7)) ** 3));
  for (let slot = 0; slot < ROWS; slot++) {
    rows.write(slot, encodeTemplate(vector(slot)));
    rows.mark(slot, slot % 3 === 0 ? 0 : 3, 1);
  }
  for (let seed = 0; seed < 20; seed++) {
    const probe = quantiseProbe(vector(3 * seed + 1));
    rows.prepare(probe, undefined);
    const [ratio, slack] = [probe.shortScale / probe.scale, (1.02 * probe.shortError + 1e-6) / probe.scale];
    const hitsOf = (isRelaxed: boolean, least: number) => {
      const { scan } = loadKernel(rows.memory, { isRelaxed });
      const hits = hitsAddress(layout, 0);
      const found = scan(blockAddress(layout, 0), layout.stride, layout.probe, 3, 3, 0, least, ratio, slack, hits);
      return [...new Int32Array(rows.memory.buffer, hits, 2 * found)];
    };
    for (const similarity of [-1, 0, 0.2, 0.9]) {
      const least = similarity / probe.scale;
      expect(hitsOf(true, least)).toEqual(hitsOf(false, least));
    }
    expect(hitsOf(true, Number.NEGATIVE_INFINITY).length).toBe(2 * Math.floor((ROWS * 2) / 3));
    expect(hitsOf(true, 0.9 / probe.scale).length).toBeGreaterThan(0);
  }
});
