import { DAY_MILLISECONDS } from '../../../core/dates.ts';
import type { MapFilter, PlaceOnMap } from '../../../services/places/overview.ts';
import { writeTime } from '../../../services/sightings/local-time.ts';

const MOST_BARS = 24;

/** Bars of a timeline: so many days each, named as far as the clock of the page's zone is needed. */
interface Unit {
  readonly unit: 'day' | 'week' | 'month';
  readonly nameOf: (moment: Date) => string;
}

/** How many sightings were made in each day, week or month that the map shows, from early to late. */
export function timesOf(
  places: readonly PlaceOnMap[],
  { days, before }: MapFilter,
  page: { readonly now: Date; readonly timeZone: string },
): { unit: Unit['unit']; times: { day: string; count: number }[] } {
  const { unit, nameOf } = unitOf(days, page);
  const counts = new Map<string, number>();
  const last = Math.min(before, days - 1);
  for (let day = days - 1; day >= last; day--)
    counts.set(nameOf(new Date(page.now.getTime() - day * DAY_MILLISECONDS)), 0);
  for (const { kind, seenAt } of places) {
    const name = seenAt && (kind === 'sighting' || kind === 'camera') ? nameOf(seenAt) : '';
    const count = counts.get(name);
    if (count !== undefined) counts.set(name, count + 1);
  }
  return { unit, times: [...counts].map(([day, count]) => ({ day, count })).slice(-MOST_BARS) };
}

function unitOf(days: number, { now, timeZone }: { readonly now: Date; readonly timeZone: string }): Unit {
  const dayOf = (moment: Date) => writeTime(moment.toISOString(), timeZone).slice(0, 10);
  if (days <= 14) return { unit: 'day', nameOf: dayOf };
  if (days > 92) return { unit: 'month', nameOf: (moment) => dayOf(moment).slice(0, 7) };
  // Weeks are counted back from today; each is named by its last day.
  const today = Date.parse(dayOf(now));
  const nameOf = (moment: Date) => {
    const weeks = Math.floor((today - Date.parse(dayOf(moment))) / (7 * DAY_MILLISECONDS));
    return new Date(today - weeks * 7 * DAY_MILLISECONDS).toISOString().slice(0, 10);
  };
  return { unit: 'week', nameOf };
}
