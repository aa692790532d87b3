import { Island } from './island.tsx';

/** A moment of computing instead of a riddle: see [Note: proof of work]. Stands before the photos of its form. */
export const ProofOfWork = () => (
  <proof-of-work>
    <input type="hidden" name="altcha" />
    <Island name="proof-of-work" />
  </proof-of-work>
);
