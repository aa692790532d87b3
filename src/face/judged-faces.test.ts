import { describe, expect, it } from 'vitest';
import type { Detection } from '../core/face.ts';
import { testPicture } from '../testing/images.ts';
import { type FaceFrame, templateIn } from './face-frame.ts';
import { judgeFaces, uniteFaces } from './judged-faces.ts';
import type { FaceLandmarks } from './landmarks.ts';
import { createPyramid } from './warp.ts';

const FRAME: FaceFrame = { a: 1, b: 0, tx: 0, ty: 0 };

function seen(frame: FaceFrame, parts: Partial<FaceLandmarks> = {}): FaceLandmarks {
  return { five: templateIn(frame), all: null, spread: 0.05, landmarkers: 2, certainty: null, ...parts };
}

function found(frame: FaceFrame, detector: string): Detection {
  const box = { x: frame.tx, y: frame.ty, width: 112 * frame.a, height: 112 * frame.a };
  return { box, score: 0.9, detectors: [detector] };
}

describe('uniteFaces', () => {
  it('keeps, of two boxes on one face, the one whose landmarkers agree best, with all that found it', () => {
    const part = { ...FRAME, a: 0.6, tx: 30, ty: 20 };
    const faces = uniteFaces(
      [found(part, 'rfb'), found(FRAME, 'blazeface')],
      [seen(part, { spread: 0.4, landmarkers: 1 }), seen(FRAME)],
    );
    expect(faces).toHaveLength(1);
    expect(faces[0]?.detection.box.width).toBe(112);
    expect(faces[0]?.detection.detectors).toEqual(['blazeface', 'landmarks', 'rfb']);
  });

  it('leaves two heads side by side apart', () => {
    const beside = { ...FRAME, tx: 85 };
    expect(uniteFaces([found(FRAME, 'rfb'), found(beside, 'rfb')], [seen(FRAME), seen(beside)])).toHaveLength(2);
  });

  it.each<[string, Partial<FaceLandmarks>, string[]]>([
    ['landmarks that agree', {}, ['rfb', 'landmarks']],
    ['MTCNN, where it is certain', { certainty: 0.8 }, ['rfb', 'mtcnn-o', 'landmarks']],
    ['nothing, where both say no', { certainty: 0.2, spread: 0.4 }, ['rfb']],
    ['nothing, where one landmarker is alone', { landmarkers: 1 }, ['rfb']],
  ])('has a box confirmed by %s', (_, parts, wanted) => {
    expect(uniteFaces([found(FRAME, 'rfb')], [seen(FRAME, parts)])[0]?.detection.detectors).toEqual(wanted);
  });
});

it('refuses, with a reason in words, what has no eyes, no mouth, and landmarks that part ways', () => {
  const photo = createPyramid(testPicture(200, 200));
  const doubtful = { ...found(FRAME, 'rfb'), score: 0.55 };
  const { accepted, refused } = judgeFaces(
    photo,
    uniteFaces([doubtful], [seen(FRAME, { spread: 0.6, landmarkers: 1 })]),
  );
  expect(accepted).toEqual([]);
  expect(refused).toEqual([
    {
      box: doubtful.box,
      score: 0.55,
      detectors: ['rfb'],
      landmarks: templateIn(FRAME),
      reason: expect.stringMatching(/\w+ .*\.$/),
    },
  ]);
});
