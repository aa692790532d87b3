/** A place on the globe, in degrees. */
interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where a camera stands and looks; null: nobody has said. */
export interface View extends Place {
  /** Where it looks, clockwise from north, 0 … 360. */
  readonly headingDegrees: number | null;
  /** How wide it sees, 1 … 360. */
  readonly angleDegrees: number | null;
  /** How far faces can be told, 1 … 10,000. */
  readonly rangeMetres: number | null;
}

/** One degree of latitude on a sphere with the Earth's mean radius (IUGG, 6,371,008.8 m). */
const METRES_A_DEGREE = 111_195;
/** Where nobody has said how wide: what most cameras of buildings see. */
const USUAL_ANGLE = 90;
const STEP_DEGREES = 15;

/**
 * The ground that a camera covers, as a polygon: a sector, or a circle where its direction is not known or it sees all
 * around. On so small a piece of the Earth a plane is exact enough: at 10 km and 60° it errs by less than 20 m.
 *
 * @returns corners in order, the first not repeated; none where the range is not known
 */
export function coverageOutline({ headingDegrees, angleDegrees, rangeMetres, ...camera }: View): Place[] {
  if (rangeMetres === null) return [];
  const angle = headingDegrees === null ? 360 : (angleDegrees ?? USUAL_ANGLE);
  const steps = Math.max(2, Math.ceil(angle / STEP_DEGREES));
  const from = (headingDegrees ?? 0) - angle / 2;
  const isCircle = angle >= 360;
  const edge = Array.from({ length: isCircle ? steps : steps + 1 }, (_, step) =>
    away(camera, from + (step * angle) / steps, rangeMetres),
  );
  return isCircle ? edge : [camera, ...edge];
}

function away({ latitude, longitude }: Place, degrees: number, metres: number): Place {
  const turn = (degrees * Math.PI) / 180;
  const east = METRES_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return {
    latitude: latitude + (metres * Math.cos(turn)) / METRES_A_DEGREE,
    longitude: longitude + (metres * Math.sin(turn)) / east,
  };
}
