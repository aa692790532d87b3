import { describe, expect, it } from 'vitest';
import type { PlaceOnMap } from '../../../services/places/overview.ts';
import { timesOf } from './times.ts';

// Half past one in the night of 1 June in India, still 31 May in UTC.
const PAGE = { now: new Date('2026-05-31T20:00:00Z'), timeZone: 'Asia/Kolkata' };

const seen = (at: string, kind: PlaceOnMap['kind'] = 'sighting'): PlaceOnMap => ({
  ...{ kind, id: at, number: 'S-1', place: null, latitude: 0, longitude: 0, seenAt: new Date(at) },
});

const barsOf = (days: number, before: number, places: PlaceOnMap[]) =>
  timesOf(places, { days, before, state: 'all' }, PAGE);

describe('the times of the sightings on a map', () => {
  it('are days by the clocks of the page', () => {
    const places = [seen('2026-05-31T19:00:00Z'), seen('2026-05-31T10:00:00Z'), seen('2026-05-20T10:00:00Z')];
    expect(barsOf(3, 0, places)).toEqual({
      unit: 'day',
      times: [
        { day: '2026-05-30', count: 0 },
        { day: '2026-05-31', count: 1 },
        { day: '2026-06-01', count: 1 },
      ],
    });
    expect(barsOf(3, 1, places).times.map(({ day }) => day)).toEqual(['2026-05-30', '2026-05-31']);
  });

  it('are weeks back from today, and months of a long time', () => {
    const places = [
      seen('2026-05-31T19:00:00Z'),
      seen('2026-05-20T10:00:00Z'),
      seen('2026-05-21T10:00:00Z', 'last-seen'),
    ];
    const weeks = barsOf(30, 0, places);
    expect(weeks.unit).toBe('week');
    expect(weeks.times.map(({ count }) => count)).toEqual([0, 0, 0, 1, 1]);
    expect(weeks.times.at(-1)).toEqual({ day: '2026-06-01', count: 1 });
    expect(barsOf(365, 0, places).times.slice(-2)).toEqual([
      { day: '2026-05', count: 1 },
      { day: '2026-06', count: 1 },
    ]);
  });
});
