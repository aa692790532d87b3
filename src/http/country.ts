import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isTimeZone } from '../core/time-zone.ts';
import type { Platform } from '../platform.ts';
import type { EmergencyNumbers } from '../services/sightings/emergency-numbers.ts';
import type { Choice } from './components/field.tsx';
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

/** All countries, in the order of their names in the language of the page. */
export function countryChoices(format: Format): Choice[] {
  const choices = COUNTRIES.map((value) => ({ value, label: format.country(value) }));
  return choices.sort((a, b) => format.compare(a.label, b.label));
}

/** Zones that browsers know, for accounts that are used at several places. */
export function zoneChoices(): Choice[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }));
}

function zonesOf(country: string): string[] {
  const locale: LocaleWithZones = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.() ?? [];
}

function countryOfZone(zone: string): string | undefined {
  return isTimeZone(zone) ? COUNTRY_OF_ZONE.get(plain(zone)) : undefined;
}

/** Countries and territories of ISO 3166-1. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Zones of countries have the names that this Node has for them. */
const COUNTRY_OF_ZONE: ReadonlyMap<string, string> = new Map(
  COUNTRIES.flatMap((code) => zonesOf(code).map((zone) => [zone, code])),
);

/** As this Node names a zone, of which browsers may have another name. */
function plain(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}

/** `en-IN` speaks of a country, `en` of none. */
function countryOfBrowser(languages = ''): string | null {
  return /-([A-Z]{2})\b/.exec(languages)?.[1] ?? null;
}
