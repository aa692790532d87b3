import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { PosterContent } from './content.ts';
import { PAPER } from './paper.ts';
import type { Shape } from './shapes.ts';

/** Shapes as one page of tagged PDF: letters are outlines, so that every printer has them, and their text is beside. */
export async function pdfOf(shapes: readonly Shape[], { locale, title, name }: PosterContent): Promise<Buffer> {
  const document = new PDFDocument({
    ...{ size: [PAPER.width, PAPER.height], margin: 0, pdfVersion: '1.7', tagged: true, lang: locale },
    ...{ displayTitle: true, info: { Title: `${title}: ${name}`, Creator: 'Homeward' } },
  });
  const whole = document.struct('Document');
  document.addStructure(whole);
  for (const shape of shapes) {
    if (shape.kind === 'box') drawAside(document, shape);
    else whole.add(document.struct(tagOf(shape), wordsOf(shape, locale), () => draw(document, shape)));
  }
  whole.end();
  document.end();
  return buffer(document);
}

type Document = InstanceType<typeof PDFDocument>;

function drawAside(document: Document, { x, y, width, height, fill, radius = 0 }: Extract<Shape, { kind: 'box' }>) {
  document.markContent('Artifact');
  document.roundedRect(x, y, width, height, radius).fill(fill);
  document.endMarkedContent();
}

function draw(document: Document, shape: Exclude<Shape, { kind: 'box' }>): void {
  switch (shape.kind) {
    case 'photo':
      document.image(shape.jpeg, shape.x, shape.y, { width: shape.width, height: shape.height });
      return;
    case 'code':
      document.rect(shape.x, shape.y, shape.width, shape.height).fill('#ffffff');
      document
        .save()
        .translate(shape.x, shape.y)
        .scale(shape.width / shape.modules);
      document.path(shape.path).fill('#000000');
      document.restore();
      return;
    case 'words':
      for (const { path, x, y } of shape.lines) document.save().translate(x, y).path(path).fill(shape.fill).restore();
  }
}

function tagOf({ kind }: Shape): 'P' | 'Figure' {
  return kind === 'words' ? 'P' : 'Figure';
}

function wordsOf(shape: Exclude<Shape, { kind: 'box' }>, lang: string) {
  return shape.kind === 'words' ? { actual: shape.text, lang } : { alt: shape.words, lang };
}
