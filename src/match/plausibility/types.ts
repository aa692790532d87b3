/** A place on the globe, in degrees (WGS 84). */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

export type Sex = 'female' | 'male' | 'other';

/** Where somebody was at a moment. */
export interface Whereabouts {
  readonly at: Date;
  readonly position: Position;
  /** Radius that the position is known to, in km. */
  readonly accuracyKm: number;
}

/** What is known of a missing child, beside the face. */
export interface SoughtChild {
  readonly sex: Sex | null;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  /** Age when the child went missing, where no birth date is known. */
  readonly ageYears: number | null;
  readonly lastSeenAt: Date | null;
  /** Where that was, in words. */
  readonly lastPlace: string | null;
  readonly lastPosition: Position | null;
  readonly marks: readonly string[];
  readonly clothing: string | null;
  /** Age in each reference photo, in years; null where nobody knows. */
  readonly photoAges: readonly (number | null)[];
  /** Sightings that people confirmed to be this child. */
  readonly confirmed: readonly Whereabouts[];
}

/** What is known of the person seen, beside the face. */
export interface SeenPerson {
  readonly at: Date | null;
  readonly position: Position | null;
  readonly accuracyKm: number;
  /** As people said or noted; never estimated. */
  readonly sex: Sex | null;
  /** As the reporter or a reviewer judged it. */
  readonly ageYears: number | null;
  readonly remarks: string | null;
}
