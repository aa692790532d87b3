import sharp from 'sharp';
import type { Shape } from './shapes.ts';

/** Shapes as a picture. */
export async function pngOf(
  shapes: readonly Shape[],
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes.map(drawn).join('')}</svg>`;
  return sharp(Buffer.from(svg)).png({ palette: false, compressionLevel: 9 }).toBuffer();
}

function drawn(shape: Shape): string {
  switch (shape.kind) {
    case 'box':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="${shape.radius ?? 0}" fill="${shape.fill}"/>`;
    case 'photo':
      return `<image x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" href="data:image/jpeg;base64,${shape.jpeg.toString('base64')}"/>`;
    case 'code':
      return `<g transform="translate(${shape.x} ${shape.y}) scale(${shape.width / shape.modules})"><rect width="${shape.modules}" height="${shape.modules}" fill="#fff"/><path d="${shape.path}"/></g>`;
    case 'words':
      return shape.lines
        .map(({ path, x, y }) => `<path transform="translate(${x} ${y})" d="${path}" fill="${shape.fill}"/>`)
        .join('');
  }
}
