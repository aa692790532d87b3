import { expect, it } from 'vitest';
import { choicesFor, collectFace } from './probe-options.ts';

it('takes one number for one photo, or one for each file', () => {
  expect(choicesFor(['a.jpg'], collectFace('2'))('a.jpg')).toEqual({ number: 2 });
  const both = collectFace('b=c.jpg=12,40', collectFace('a.jpg=3'));
  const choice = choicesFor(['a.jpg', 'b=c.jpg', 'd.jpg'], both);
  expect([choice('a.jpg'), choice('b=c.jpg'), choice('d.jpg')]).toEqual([
    { number: 3 },
    { pixel: { x: 12, y: 40 } },
    null,
  ]);
});

it('refuses one number for several photos, and a photo that is not there', () => {
  expect(() => choicesFor(['a.jpg', 'b.jpg'], collectFace('2'))).toThrow('--face a.jpg=2');
  expect(() => choicesFor(['a.jpg'], collectFace('c.jpg=2'))).toThrow('not among those');
});
