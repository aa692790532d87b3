import type { Identity } from '../../src/evaluation/protocol.ts';
import type { CheckTrial } from './protocol.ts';
export function checkCalibration(_identities: readonly Identity[], _trials: readonly CheckTrial[]): void {}
