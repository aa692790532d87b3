import { codeOf } from './code.ts';
import type { PosterContent } from './content.ts';
import { COLOURS, sided, styling } from './look.ts';
import { type Column, fitting, type Shape, write } from './shapes.ts';

/** A4 in points. */
export const PAPER = { width: 595.28, height: 841.89 };
/** Of the photo, in points. */
export const PHOTO = { width: 268, height: 356 };

const MARGIN = 36;
const BAND = 104;
const TOP = BAND + 24;
const INNER = PAPER.width - 2 * MARGIN;
const TODO_HEIGHT = 216;
const TODO_TOP = PAPER.height - MARGIN - 22 - TODO_HEIGHT;

/** A poster to print. What a reader needs in the street comes first: the face, the name, whom to call. */
export function paperOf(content: PosterContent, photo: Buffer | null): Shape[] {
  const style = styling(content);
  const title = fitting(content.title, INNER, style(66, 700, COLOURS.onAccent, { isCentred: true, leading: 1 }));
  const band = (BAND - title.size * 1.5) / 2;
  const footer = style(9, 400, COLOURS.soft, { isCentred: true, most: 2 });
  return [
    { kind: 'box', x: 0, y: 0, ...PAPER, fill: COLOURS.paper },
    { kind: 'box', x: 0, y: 0, width: PAPER.width, height: BAND, fill: COLOURS.accent },
    write(content.title, { x: MARGIN, y: band + title.size * 0.18, width: INNER }, title).shape,
    ...portrait(content, photo),
    ...description(content),
    ...todo(content),
    write(content.footer, { x: MARGIN, y: PAPER.height - MARGIN - 10, width: INNER }, footer).shape,
  ];
}

function portrait(content: PosterContent, jpeg: Buffer | null): Shape[] {
  const place = sided(content, PAPER.width, { x: MARGIN, y: TOP, ...PHOTO });
  if (jpeg) return [{ kind: 'photo', jpeg, words: content.photoWords, ...place }];
  const words = styling(content)(14, 400, COLOURS.soft, { isCentred: true });
  return [
    { kind: 'box', fill: COLOURS.sunken, radius: 6, ...place },
    write(content.noPhoto, { x: place.x + 20, y: TOP + PHOTO.height / 2 - 20, width: PHOTO.width - 40 }, words).shape,
  ];
}

function description(content: PosterContent): Shape[] {
  const style = styling(content);
  const { x, width } = sided(content, PAPER.width, {
    x: MARGIN + PHOTO.width + 22,
    width: INNER - PHOTO.width - 22,
  });
  const name = fitting(content.name, width, style(44, 700, COLOURS.ink, { leading: 1.3 }));
  const shapes: Shape[] = [];
  let y = TOP - 8;
  const put = (text: string, look: ReturnType<typeof style>) => {
    const { shape, end } = write(text, { x, y, width }, look);
    shapes.push(shape);
    y = end;
  };
  put(content.name, name);
  if (content.age) put(content.age, style(22, 400, COLOURS.ink));
  y += 8;
  for (const fact of content.facts) {
    if (y > TODO_TOP - 60) break;
    put(fact.name, style(10.5, 400, COLOURS.soft));
    put(fact.value, style(14, 700, COLOURS.ink, { most: 3, leading: 1.32 }));
    y += 5;
  }
  return shapes;
}

function todo(content: PosterContent): Shape[] {
  const style = styling(content);
  const pad = 18;
  const code = 132;
  const box = { x: MARGIN, y: TODO_TOP, width: INNER, height: TODO_HEIGHT };
  const words = sided(content, PAPER.width, { x: MARGIN + pad, width: INNER - code - 3 * pad });
  const shapes: Shape[] = [{ kind: 'box', fill: COLOURS.accentSoft, radius: 10, ...box }];
  let y = TODO_TOP + 12;
  const put = (text: string, column: Omit<Column, 'y'>, look: ReturnType<typeof style>) => {
    const { shape, end } = write(text, { ...column, y }, look);
    shapes.push(shape);
    y = end;
  };
  put(content.todo, words, style(20, 700, COLOURS.accent, { most: 2 }));
  for (const step of content.steps) put(step, words, style(14, 400, COLOURS.ink, { most: 2 }));
  y += 6;
  for (const { number, what } of content.numbers.slice(0, 2)) {
    put(number, words, style(32, 700, COLOURS.ink, { leading: 1.2 }));
    put(what, words, style(11, 400, COLOURS.soft, { most: 1 }));
  }
  return [...shapes, ...scanBox(content, { pad, code })];
}

function scanBox(content: PosterContent, { pad, code }: { pad: number; code: number }): Shape[] {
  const place = sided(content, PAPER.width, {
    x: PAPER.width - MARGIN - pad - code,
    y: TODO_TOP + pad,
    ...{ width: code, height: code },
  });
  const words = styling(content)(11, 700, COLOURS.ink, { isCentred: true, most: 4 });
  return [
    { kind: 'code', ...codeOf(content.url), words: content.scan, ...place },
    write(content.scan, { ...place, y: place.y + code + 6 }, words).shape,
  ];
}
