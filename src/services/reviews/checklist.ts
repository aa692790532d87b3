import { z } from 'zod';

/** What a part of the face is worth when one photo is older than the other. */
type Growth = 'lasting' | 'slow' | 'growing';

interface Component {
  readonly id: string;
  /** `growing` parts change most in a child and weigh least across years; `lasting` ones stay. */
  readonly growth: Growth;
  /** What to look at. */
  readonly look: string;
}

/**
 * The parts of a face in the order in which they are compared, from top to bottom.
 *
 * After the FISWG feature list (ASTM E3149), made for adults. For children the lower face and the outline weigh little,
 * because they grow most; the iris, ears, scars, marks and asymmetry weigh most; facial hair is left out, teeth are
 * added. Nothing is measured in pixels: FISWG advises against photo-anthropometry.
 */
export const COMPONENTS = [
  { id: 'skin', growth: 'slow', look: 'Overall texture and tone; light and camera change tone' },
  { id: 'face-outline', growth: 'growing', look: 'Outline of the head and face; lengthens as a child grows' },
  { id: 'proportions', growth: 'growing', look: 'Where the features sit; eyes sit lower in a young child' },
  { id: 'hairline', growth: 'slow', look: 'Course of the hairline, widow’s peak, cowlick' },
  { id: 'hair-whorl', growth: 'lasting', look: 'Place and direction of the whorl, where the crown shows' },
  { id: 'forehead', growth: 'growing', look: 'Height, slope, bumps' },
  { id: 'eyebrows', growth: 'slow', look: 'Course, density, gap between them; they can be shaped' },
  { id: 'eyes', growth: 'slow', look: 'Shape of the opening, folds of the lids, inner and outer corners' },
  { id: 'iris', growth: 'lasting', look: 'Colour, spots, rings; may still darken in the first year' },
  { id: 'cheeks', growth: 'growing', look: 'Fullness, dimples; baby fat goes' },
  { id: 'nose', growth: 'growing', look: 'Root, bridge, tip, wings; the bridge rises with age' },
  { id: 'ears', growth: 'lasting', look: 'Helix, antihelix, lobe, tragus; detailed and stable, if visible' },
  { id: 'mouth', growth: 'slow', look: 'Upper lip groove, curve of the lips, corners' },
  { id: 'teeth', growth: 'growing', look: 'Gaps and set; milk teeth are lost from about the sixth year' },
  { id: 'chin-jaw', growth: 'growing', look: 'Shape, cleft; grows until adulthood' },
  { id: 'neck', growth: 'growing', look: 'Folds, visible structure' },
  { id: 'lines', growth: 'slow', look: 'Folds and creases that show at rest' },
  { id: 'scars', growth: 'lasting', look: 'Place, shape, direction; a new one may have come since' },
  { id: 'marks', growth: 'lasting', look: 'Moles, birthmarks, freckle patterns: place and shape' },
  { id: 'asymmetry', growth: 'lasting', look: 'Left against right: eyes, ears, mouth' },
  { id: 'alterations', growth: 'slow', look: 'Piercing, tattoo, make-up, injury, swelling' },
] as const satisfies readonly Component[];

export type ComponentId = (typeof COMPONENTS)[number]['id'];

const COMPONENT_IDS = COMPONENTS.map(({ id }) => id);

export const FINDINGS = ['similar', 'different-explained', 'different-unexplained', 'not-comparable'] as const;

/** One part of the face in both pictures. */
const ChecklistEntry = z
  .strictObject({
    component: z.enum(COMPONENT_IDS),
    /** Whether it shows in the probe, and in the photos of the candidate. */
    isInProbe: z.boolean(),
    isInReference: z.boolean(),
    finding: z.enum(FINDINGS),
    note: z.string().trim().max(500).optional(),
  })
  .refine((entry) => entry.finding === 'not-comparable' || (entry.isInProbe && entry.isInReference), {
    error: 'What does not show in both pictures is not comparable',
    path: ['finding'],
  })
  .refine((entry) => entry.finding !== 'different-explained' || entry.note, {
    error: 'Say in the note what explains the difference: age, light, pose, expression, injury …',
    path: ['note'],
  });

/** Every part once: looking at all of them is the point. */
export const Checklist = z
  .array(ChecklistEntry)
  .refine((entries) => new Set(entries.map(({ component }) => component)).size === entries.length, {
    error: 'Each part of the face stands in the checklist once',
  })
  .refine((entries) => COMPONENT_IDS.every((id) => entries.some(({ component }) => component === id)), {
    error: 'Go through every part of the face; choose «not comparable» for what cannot be compared',
  });
export type Checklist = z.output<typeof Checklist>;
