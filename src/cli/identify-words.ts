import type { Candidate } from '../match/types.ts';
import type { Enrolment } from '../services/folders/enrolment.ts';
import type { Identification } from '../services/folders/identification.ts';
import { enrolledPhoto } from './identify-json.ts';
import { ageWords, count, oneInWords, strengthWords, table } from './words.ts';

/** The answer for one probe in words. */
export function describeIdentification(
  { probe, chosen, result, problem }: Identification,
  enrolment: Enrolment,
): string {
  if (!chosen || !result) return `${probe.path}: ${problem ?? 'no search was made'}`;
  const quality = Math.round(chosen.face.quality.score);
  const title = `${probe.path}, face ${chosen.number}, quality ${quality}, against ${count(result.gallerySize, 'person', 'people')} enrolled`;
  return [
    title,
    ...chosen.face.quality.reasons.map((reason) => `  ${reason}`),
    result.nobody ? `  ${NOBODY}` : candidateTable(result.candidates, enrolment),
    ...result.notes.map((line) => `  ${line}`),
  ].join('\n');
}

/** The answer when no candidate reaches the threshold. */
export const NOBODY = 'Nobody in this gallery. That does not prove that the child is not one of them.';

function candidateTable(candidates: readonly Candidate[], enrolment: Enrolment): string {
  const rows = candidates.map(({ rank, child, score, oneIn, strength, photos }) => {
    const best = photos[0] && enrolledPhoto(enrolment, child, photos[0].photo);
    const name = enrolment.children.find((entry) => entry.child === child)?.name;
    return [
      rank,
      name ? `${child}\n${name}` : child,
      `${strengthWords(strength)}\n${oneInWords(oneIn)}`,
      score.toFixed(1),
      best
        ? `${best.photo}\n${best.ageYears === null && best.taken ? `taken ${best.taken.text}` : ageWords(best.ageYears)}`
        : '–',
    ];
  });
  return table(['rank', 'child', 'how rare among strangers', 'score', 'most alike photo'], rows);
}
