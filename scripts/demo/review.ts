import type { Cast, Tell } from './cast.ts';
import type { Client } from './client.ts';

/**
 * Two officers judge the faces, neither knowing of the other.
 *
 * @param eye which of several pairs a person would find alike
 */
export async function reviewTwice({ officers }: Cast, eye: Eye, tell: Tell): Promise<void> {
  for (const officer of officers) {
    let judged = 0;
    // Among the probes may be controls: pairs of children known to differ, by which reviewers are measured.
    for (let session = await take(officer); session; session = await take(officer))
      judged += await reviewProbe(officer, session.id, eye);
    tell(`A reviewer analysed the probe alone, then judged ${judged} pairs without name, place or score`);
  }
}

/** How alike two pictures of faces are, −1 … 1; higher is more alike. */
export type Eye = (first: Uint8Array, second: Uint8Array) => Promise<number>;

/** From here on the demo takes two of its computer-generated faces for one child. */
const ALIKE = 0.8;

async function take(officer: Client): Promise<{ readonly id: string } | null> {
  return (await officer.post('/api/v1/reviews/next')).session;
}

/** @returns how many pairs it had */
async function reviewProbe(officer: Client, id: string, eye: Eye): Promise<number> {
  const { components } = await officer.get('/api/v1/reviews/form');
  const analysis = { quality: 'good', limits: [], visibleMarks: [] };
  let session: Session = await officer.post(`/api/v1/reviews/${id}/analysis`, analysis);
  const probe = await officer.picture(`/api/v1/reviews/${id}/probe`);
  let judged = 0;
  // What others decide meanwhile needs no judgement any more, so the next pair is asked for each time.
  for (let pair = nextOf(session); pair; pair = nextOf(session)) {
    const likeness = await eye(probe, await officer.picture(`/api/v1/reviews/pairs/${pair.id}/photos/0`));
    const path = `/api/v1/reviews/pairs/${pair.id}/judgement`;
    session = await officer.post(path, judgement(components, likeness > ALIKE));
    judged++;
  }
  return judged;
}

interface Session {
  readonly pairs: readonly { readonly id: string; readonly isJudged: boolean }[];
}

function nextOf({ pairs }: Session) {
  return pairs.find(({ isJudged }) => !isJudged);
}

function judgement(components: readonly { readonly id: string }[], isSame: boolean) {
  const finding = isSame ? 'similar' : 'different-unexplained';
  const checklist = components.map(({ id }) => ({ component: id, isInProbe: true, isInReference: true, finding }));
  return { checklist, conclusion: isSame ? 3 : -3 };
}
