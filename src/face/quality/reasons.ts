/**
 * What may be wrong with a photo of a face, as stable keys: translations and programs name them.
 */
export type QualityReason = keyof typeof QUALITY_REASONS;

/** What is wrong and what to do, in words for a parent. */
export const QUALITY_REASONS = {
  'too-small': 'The face is small: come closer, or send the original photo instead of a copy from a messenger.',
  blurred: 'The face is blurred: hold the camera still, or choose a sharper photo.',
  grainy: 'The photo is grainy: take it in better light, or send the original.',
  'too-dark': 'The face is too dark: turn it towards the light.',
  'too-bright': 'The face is too bright: avoid flash and direct sun.',
  'low-contrast': 'The face is flat and hazy: avoid reflections, dirty lenses and photos of a screen or a print.',
  'turned-away': 'The face is turned away: choose a photo where it looks into the camera.',
  tilted: 'The face looks up or down: choose a photo where it looks straight ahead.',
  'eyes-covered': 'The eyes seem to be covered: choose a photo without sunglasses and without hair over the eyes.',
  'mouth-covered': 'Mouth or chin seem to be covered: choose a photo without mask, hand or scarf.',
  'cut-off': 'Part of the face is outside the photo: choose one that shows all of it.',
  'landmarks-unsure': 'Eyes, nose and mouth are hard to make out: choose a clearer photo.',
} as const;

/** Why a detection was not taken for a face, as stable keys. */
export const FALSE_FACE_REASONS = {
  'not-shaped': 'Eyes, nose and mouth are not where a face has them.',
  unconfirmed: 'Too many signs speak against a face here.',
} as const;
