import { Command } from 'commander';
import { type FaceChoice, parseFaceChoice } from '../adapters/face-choice.ts';
import type { App } from '../app.ts';
import type { DetectorName } from '../face/detect.ts';
import { type Comparison, compareFaces } from '../services/folders/comparison.ts';
import type { CompareJson } from './contracts.ts';
import { faceJson } from './face-json.ts';
import { argument, detectorOption, type JsonTarget, jsonOption } from './options.ts';
import { answer } from './output.ts';
import { oneInWords, strengthWords, table } from './words.ts';

interface CompareOptions {
  readonly faceA?: FaceChoice;
  readonly faceB?: FaceChoice;
  readonly detector: DetectorName;
  readonly json?: JsonTarget;
}

const HELP = `
Each model gives a cosine, −1 to 1, higher is more alike. A cosine of one model cannot be compared with that of another,
and none is a percentage. The fused similarity counts in deviations from an average pair of strangers.

Examples:
  homeward compare school.jpg seen.jpg
  homeward compare school.jpg crowd.jpg --face-b 3

Two photos alone say little. «identify» compares with a whole gallery and can say how rare a similarity is there.`;

/** `homeward compare A B` */
export function compareCommand(app: App): Command {
  return new Command('compare')
    .summary('compare the faces in two photos')
    .description('Compare one face with another, model by model, and say what that is worth.')
    .argument('<a>', 'a photo')
    .argument('<b>', 'another photo')
    .option('--face-a <n>', 'which face of the first photo, where it shows several', argument(parseFaceChoice))
    .option('--face-b <n>', 'which face of the second photo', argument(parseFaceChoice))
    .addOption(detectorOption())
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (a: string, b: string, { faceA, faceB, detector, json }: CompareOptions) => {
      const photos = [
        { path: a, choice: faceA ?? null },
        { path: b, choice: faceB ?? null },
      ] as const;
      const comparison = await compareFaces(app, photos, { detector });
      await answer(json, compareJson(a, b, comparison), () => describe(a, b, comparison));
    });
}

function compareJson(a: string, b: string, { faces: [first, second], candidate, notes }: Comparison): CompareJson {
  return {
    photos: [
      { photo: a, face: faceJson(first.face, first.number) },
      { photo: b, face: faceJson(second.face, second.number) },
    ],
    perModel: { ...candidate.photos[0]?.perModel },
    score: candidate.score,
    oneIn: candidate.oneIn,
    strength: candidate.strength,
    notes: [...notes],
  };
}

function describe(a: string, b: string, { faces, candidate, notes }: Comparison): string {
  const sides = [a, b].map((path, index) => {
    const chosen = faces[index];
    const reasons = chosen?.face.quality.reasons.map((reason) => `\n    ${reason}`).join('') ?? '';
    return `${path}, face ${chosen?.number}, quality ${Math.round(chosen?.face.quality.score ?? 0)}${reasons}`;
  });
  const cosines = Object.entries(candidate.photos[0]?.perModel ?? {}).map(([model, cosine]) => [
    model,
    cosine.toFixed(3),
  ]);
  return [
    ...sides,
    table(['model', 'cosine'], cosines),
    `Together ${candidate.score.toFixed(1)} deviations above an average pair of strangers: ${strengthWords(candidate.strength)}.`,
    `Of pairs of unrelated people, ${oneInWords(candidate.oneIn)} would look this alike, by cautious start values.`,
    ...notes,
    'This is no proof in either direction. Children change, siblings look alike, and two photos are little to go by.',
  ].join('\n');
}
