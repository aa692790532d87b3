import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isTimeZone } from '../core/time-zone.ts';
import type { Platform } from '../platform.ts';
import type { EmergencyNumbers } from '../services/sightings/emergency-numbers.ts';
import type { Env } from './env.ts';
import type { Format } from './format.ts';
import { ZONE_COOKIE } from './middleware/page.ts';

/** As Node has it and TypeScript's library of the language version does not. */
interface LocaleWithZones extends Intl.Locale {
  getTimeZones?(): string[] | undefined;
}

/**
 * The country where somebody probably is: the one they chose, that of their clock, of the deployment, of their browser.
 *
 * @returns ISO 3166-1 alpha-2; null where nothing tells
 */
export function likelyCountry({ config }: Platform, c: Context<Env>, chosen = c.req.query('country')): string | null {
  if (chosen && /^[A-Z]{2}$/.test(chosen)) return chosen;
  const zone = getCookie(c, ZONE_COOKIE);
  return (zone && countryOfZone(zone)) || config.country || countryOfBrowser(c.req.header('accept-language'));
}

/** The zone of a clock that the server was not told of: the first one of the country, or UTC. */
export function likelyTimeZone(c: Context<Env>, country: string | null): { timeZone: string; isKnown: boolean } {
  const told = c.var.viewer?.timeZone ?? getCookie(c, ZONE_COOKIE);
  if (told && isTimeZone(told)) return { timeZone: told, isKnown: true };
  return { timeZone: (country && zonesOf(country)[0]) || 'UTC', isKnown: false };
}

/** All countries with numbers, by name. */
export function byCountryName(
  numbers: readonly EmergencyNumbers[],
  { country: nameOf, compare }: Format,
): (EmergencyNumbers & { readonly country: string; readonly name: string })[] {
  return numbers
    .flatMap((each) => (each.country === null ? [] : [{ ...each, country: each.country, name: nameOf(each.country) }]))
    .sort((a, b) => compare(a.name, b.name));
}

function zonesOf(country: string): string[] {
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? [];
}

function countryOfZone(zone: string): string | undefined {
  return isTimeZone(zone) ? COUNTRY_OF_ZONE.get(plain(zone)) : undefined;
}

/** Zones of countries have the names that this Node has for them. */
const COUNTRY_OF_ZONE: ReadonlyMap<string, string> = new Map(
  allCodes().flatMap((code) => zonesOf(code).map((zone) => [zone, code])),
);

/** As this Node names a zone, of which browsers may have another name. */
function plain(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** Every pair of letters but former names of countries; those that are none have no zones. */
function allCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return pairs.filter((code) => new Intl.Locale(`und-${code}`).region === code);
}

/** `en-IN` speaks of a country, `en` of none. */
function countryOfBrowser(languages = ''): string | null {
  return /-([A-Z]{2})\b/.exec(languages)?.[1] ?? null;
}
