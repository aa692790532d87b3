import { create } from 'qrcode';

/** Around the code, in modules: readers need it (ISO/IEC 18004). */
const MARGIN = 4;

/** A QR code as the path of its dark modules, each one unit wide. */
export function codeOf(text: string): { path: string; modules: number } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (isDark, at) =>
    isDark ? `M${(at % size) + MARGIN} ${Math.floor(at / size) + MARGIN}h1v1h-1z` : '',
  );
  return { path: dark.join(''), modules: size + 2 * MARGIN };
}
