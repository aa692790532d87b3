import { create } from 'qrcode';

/** Around the code, in modules: readers need it (ISO/IEC 18004). */
const MARGIN = 4;

/** A QR code, drawn on the server: dark on light in every look, as readers want it. */
export const QrCode = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const side = size + 2 * MARGIN;
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} width="192" height="192" role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={darkRuns(data, size)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
};

/** One rectangle for each row of dark modules that touch. */
function darkRuns(data: Uint8Array, size: number): string {
  const rows = Array.from({ length: size }, (_, y) => [...data.subarray(y * size, (y + 1) * size)].join(''));
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(
        ({ index, 0: run }) => `M${index + MARGIN} ${y + MARGIN}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');
}
