import sharp from 'sharp';

const [WIDTH, HEIGHT] = [640, 480];
const FRAMES = 10;

/** A video for Chromium's fake camera (YUV4MPEG2, 4:2:0) that shows one picture. @see https://wiki.multimedia.cx/index.php/YUV4MPEG2 */
export async function cameraVideo(picture: string): Promise<Buffer> {
  const rgb = await sharp(picture).resize(WIDTH, HEIGHT, { fit: 'contain' }).removeAlpha().raw().toBuffer();
  const frame = Buffer.concat([Buffer.from('FRAME\n'), yuv(rgb)]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]);
}

/** Full-range BT.601, each colour plane at half the size. */
function yuv(rgb: Buffer): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const blue = Buffer.alloc((WIDTH * HEIGHT) / 4);
  const red = Buffer.alloc((WIDTH * HEIGHT) / 4);
  for (let at = 0; at < luma.length; at++) {
    const [r, g, b] = [rgb[3 * at] ?? 0, rgb[3 * at + 1] ?? 0, rgb[3 * at + 2] ?? 0];
    const y = 0.299 * r + 0.587 * g + 0.114 * b;
    luma[at] = y;
    const [column, row] = [at % WIDTH, Math.floor(at / WIDTH)];
    if (column % 2 !== 0 || row % 2 !== 0) continue;
    const half = (row / 2) * (WIDTH / 2) + column / 2;
    blue[half] = 128 + (b - y) * 0.564;
    red[half] = 128 + (r - y) * 0.713;
  }
  return Buffer.concat([luma, blue, red]);
}
