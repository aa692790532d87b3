import type { Detection } from '../../core/face.ts';
import type { Networks } from '../networks.ts';
import type { Pyramid } from '../warp.ts';
export async function detectByHaar(_networks: Networks, _photo: Pyramid): Promise<Detection[]> {
  throw new RangeError('being written');
}
