import type { PosterContent } from './content.ts';
import { COLOURS, sided, styling } from './look.ts';
import { fitting, type Shape, write } from './shapes.ts';

/** As messengers and networks show a link. */
export const SCREEN = { width: 1200, height: 630 };
export const SCREEN_PHOTO = { width: 470, height: 630 };

const PAD = 48;
const BAND = 116;

/** A picture of a case for messengers: the face, the name, whom to call. */
export function screenOf(content: PosterContent, photo: Buffer | null): Shape[] {
  const style = styling(content);
  const side = photo ? SCREEN_PHOTO.width : 0;
  const { x, width } = sided(content, SCREEN.width, { x: side + PAD, width: SCREEN.width - side - 2 * PAD });
  const band = sided(content, SCREEN.width, { x: side, y: 0, width: SCREEN.width - side, height: BAND });
  const title = fitting(content.title, width, style(68, 700, COLOURS.onAccent));
  const shapes: Shape[] = [
    { kind: 'box', x: 0, y: 0, ...SCREEN, fill: COLOURS.paper },
    { kind: 'box', fill: COLOURS.accent, ...band },
    write(content.title, { x, y: (BAND - 1.42 * title.size) / 2, width }, title).shape,
  ];
  let y = BAND + 22;
  const put = (text: string, look: ReturnType<typeof style>) => {
    const { shape, end } = write(text, { x, y, width }, look);
    shapes.push(shape);
    y = end;
  };
  put(content.name, fitting(content.name, width, style(76, 700, COLOURS.ink, { leading: 1.3 })));
  if (content.age) put(content.age, style(36, 400, COLOURS.ink));
  for (const { name, value } of content.facts.slice(0, 2))
    put(`${name}: ${value}`, style(28, 400, COLOURS.soft, { most: 2 }));
  y = Math.max(y + 12, SCREEN.height - 178);
  put(content.todo, style(32, 700, COLOURS.accent, { most: 1 }));
  put(
    [...content.steps.slice(0, 1), ...content.numbers.slice(0, 1).map(callOf)].join(' '),
    style(30, 700, COLOURS.ink, { most: 2 }),
  );
  const place = sided(content, SCREEN.width, { x: 0, y: 0, ...SCREEN_PHOTO });
  return photo ? [...shapes, { kind: 'photo', jpeg: photo, words: content.photoWords, ...place }] : shapes;
}

function callOf({ number, what }: PosterContent['numbers'][number]): string {
  return `${what}: ${number}`;
}
