import type { Format } from '../../format.ts';

/** One clock of each offset that people live by, those of most people first. */
const CLOCKS = [
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Australia/Perth',
  'Asia/Tokyo',
  'Asia/Shanghai',
  'Asia/Manila',
  'Asia/Jakarta',
  'Asia/Bangkok',
  'Asia/Yangon',
  'Asia/Dhaka',
  'Asia/Kathmandu',
  'Asia/Colombo',
  'Asia/Karachi',
  'Asia/Tashkent',
  'Asia/Kabul',
  'Asia/Dubai',
  'Asia/Tehran',
  'Asia/Riyadh',
  'Europe/Istanbul',
  'Europe/Moscow',
  'Africa/Nairobi',
  'Africa/Cairo',
  'Africa/Johannesburg',
  'Europe/Athens',
  'Europe/Berlin',
  'Africa/Lagos',
  'Europe/London',
  'Africa/Casablanca',
  'UTC',
  'Atlantic/Azores',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'America/Santiago',
  'America/Caracas',
  'America/New_York',
  'America/Bogota',
  'America/Chicago',
  'America/Mexico_City',
  'America/Denver',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
];

/** Clocks to choose from, by their names in the language of the page. @param likely stands in the list in any case */
export function timeZoneChoices({ zone, compare }: Format, likely: string): { value: string; label: string }[] {
  return [...new Set([likely, ...CLOCKS])]
    .map((value) => ({ value, label: `${zone(value)} (${cityOf(value)})` }))
    .sort((a, b) => compare(a.label, b.label));
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
