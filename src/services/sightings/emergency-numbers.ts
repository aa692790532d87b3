import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError, messageOf } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';

const Hotline = z.object({ number: z.string().regex(/^\+?\d{2,15}$/), name: z.string() });

const Numbers = z.object({
  /** Answered at any hour. */
  emergency: z.string().regex(/^\d{2,6}$/),
  /** Where the police have a number of their own. */
  police: z
    .string()
    .regex(/^\d{2,6}$/)
    .optional(),
  missingChildren: Hotline.optional(),
  childHelpline: Hotline.optional(),
  /** Where the hotline was looked up. */
  source: z.string().optional(),
});

const NumbersFile = z.object({
  about: z.string().optional(),
  checkedOn: z.iso.date(),
  /** Where the country is not known: mobile phones connect 112 nearly everywhere (3GPP TS 22.101, chapter 10). */
  everywhere: Numbers.optional(),
  countries: z.record(z.string().regex(/^[A-Z]{2}$/), Numbers),
});
type NumbersFile = z.output<typeof NumbersFile>;

/** Whom to call where; «do not approach the child» goes with it, always. */
export const EmergencyNumbers = z.object({
  /** ISO 3166-1 alpha-2; null where the country is not known. */
  country: z.string().length(2).nullable(),
  ...Numbers.omit({ source: true }).shape,
  checkedOn: z.iso.date(),
});
export type EmergencyNumbers = z.output<typeof EmergencyNumbers>;

const BUILT_IN = new URL('../../../data/emergency-numbers.json', import.meta.url);

/**
 * The numbers of a country: those of the deployment's own file, or else Homeward's.
 *
 * @param named ISO 3166-1 alpha-2; null: that of the deployment
 */
export async function emergencyNumbers(app: Platform, named: string | null): Promise<EmergencyNumbers> {
  const files = await numbersFiles(app);
  const country = named ?? app.config.country;
  const found = files.find(({ countries }) => country !== null && countries[country]);
  const entry = country === null ? undefined : found?.countries[country];
  if (found && entry) return answer(country, entry, found);
  const general = files.find(({ everywhere }) => everywhere);
  return answer(null, general?.everywhere ?? { emergency: '112' }, general);
}

/** Of all countries, for an app that works offline. */
export async function listEmergencyNumbers(app: Platform): Promise<EmergencyNumbers[]> {
  const files = await numbersFiles(app);
  const countries = new Set(files.flatMap((file) => Object.keys(file.countries)));
  return Promise.all([...countries].sort().map((country) => emergencyNumbers(app, country)));
}

/** Read anew each time: small, and a corrected number works at once. */
async function numbersFiles({ config }: Platform): Promise<NumbersFile[]> {
  const own = config.emergencyNumbersFile;
  return Promise.all([...(own === null ? [] : [own]), BUILT_IN].map(readNumbers));
}

async function readNumbers(file: string | URL): Promise<NumbersFile> {
  try {
    return NumbersFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AppError('unavailable', `The emergency numbers in ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function answer(country: string | null, { source: _, ...numbers }: z.output<typeof Numbers>, file?: NumbersFile) {
  return { country, ...numbers, checkedOn: file?.checkedOn ?? '1970-01-01' };
}
