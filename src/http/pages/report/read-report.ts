import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import { NewSighting } from '../../../services/sightings/new-sighting.ts';

/** What a page knows beside what was typed. */
interface Around {
  readonly now: Date;
  readonly locale: string;
  readonly hasPhotos: boolean;
}

/**
 * The report that a form means.
 *
 * @throws ZodError by the names of the fields
 */
export function readReport(values: Readonly<Record<string, string>>, { now, locale, hasPhotos }: Around): NewSighting {
  const caseId = caseIn(values.case);
  const remarks = values.remarks?.trim() ?? '';
  if (!hasPhotos) refuseGaps(values, remarks !== '' || caseId !== null);
  // The page that somebody came from, for officers: whether there is such a case, the reporter never learns.
  const told = [remarks, ...(caseId ? [`/cases/${caseId}`] : [])].filter(Boolean).join('\n\n');
  return NewSighting.parse({ ...values, seenAt: seenAtOf(values, now), remarks: told, locale });
}

/** Without a photo that could tell, all that is missing is said at once. */
function refuseGaps({ place, latitude, when, seenAt }: Readonly<Record<string, string>>, hasWords: boolean): void {
  const gaps = [
    ...(hasWords ? [] : [['photo', 'Send a photo, or write what you saw.'] as const]),
    ...(place?.trim() || latitude ? [] : [['place', 'Say where you saw the child.'] as const]),
    ...(when === 'now' || seenAt ? [] : [['when', 'Say when you saw the child.'] as const]),
  ];
  if (gaps.length > 0) throw fieldErrors(gaps);
}

/** A mistake that a service found in the report, at the field where it can be mended. */
export function atField(error: unknown, isPhotoWrong: boolean): unknown {
  if (!(error instanceof AppError) || error.code === 'too-many') return error;
  const field = isPhotoWrong ? 'photo' : FIELDS.find(([words]) => words.test(error.message))?.[1];
  return field ? fieldError(field, error.message) : error;
}

const FIELDS = [
  [/^Say when/, 'when'],
  [/^(Give date and time|The time of the sighting|The sighting is more)/, 'seenAt'],
  [/^Say where/, 'place'],
  [/^(Send a photo|Send at most|A file is|All photos)/, 'photo'],
] as const;

export function fieldError(field: string, message: string): z.ZodError {
  return fieldErrors([[field, message]]);
}

function fieldErrors(errors: readonly (readonly [string, string])[]): z.ZodError {
  return new z.ZodError(
    errors.map(([field, message]) => ({ code: 'custom', path: [field], message, input: undefined })),
  );
}

export function caseIn(given: string | undefined): string | null {
  return z.uuid().safeParse(given).data ?? null;
}

function seenAtOf({ when, seenAt = '' }: Readonly<Record<string, string>>, now: Date): string {
  if (when === 'now') return now.toISOString();
  return when === 'photo' ? '' : seenAt;
}
