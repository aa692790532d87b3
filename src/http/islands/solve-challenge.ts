import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

/**
 * Ask for a challenge and solve it, as the field `altcha` takes it.
 *
 * WebCrypto computes beside the page's own thread, so nothing stands still meanwhile.
 */
export async function solvedChallenge(): Promise<string> {
  const answer = await fetch('/api/v1/proof-of-work');
  if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
  const challenge = (await answer.json()) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
