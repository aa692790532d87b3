import { describe, expect, it } from 'vitest';
import type { CaseSighting } from './case-sightings.ts';
import { routeOf } from './route.ts';

const GUNTUR = { lastLatitude: 16.3067, lastLongitude: 80.4365, lastPlace: 'Guntur' };
const FILE = { ...GUNTUR, lastSeenAt: '2026-05-01T10:00:00Z' };

const seen = (place: string, at: string, given: Partial<CaseSighting>): CaseSighting => ({
  ...{ id: place, number: 'S-1', place, latitude: 16.5088, longitude: 80.6174, seenAt: new Date(at) },
  ...{ reason: '', linkedAt: new Date(at), linkedBy: null, isConfirmed: true },
  ...given,
});

describe('the route of a child', () => {
  it('goes through confirmed sightings in the order of time, and says how they can have travelled', () => {
    const legs = routeOf(FILE, [
      seen('Delhi', '2026-05-01T16:40:00Z', { latitude: 28.6139, longitude: 77.209 }),
      seen('Vijayawada', '2026-05-01T16:00:00Z', {}),
      seen('Chennai', '2026-05-01T12:00:00Z', { isConfirmed: false, latitude: 13.08, longitude: 80.27 }),
    ]);
    expect(legs.map(({ from, to, travel }) => `${from.place} → ${to.place}: ${travel}`)).toEqual([
      'Guntur → Vijayawada: on-foot',
      'Vijayawada → Delhi: by-air',
    ]);
    expect(legs[0]?.km).toBeCloseTo(29.6, 0);
    expect(legs[0]?.elapsed).toEqual({ value: 6, unit: 'hour' });
  });

  it('says when nobody can have travelled so fast', () => {
    const [leg] = routeOf(FILE, [seen('Delhi', '2026-05-01T10:10:00Z', { latitude: 28.6139, longitude: 77.209 })]);
    expect(leg?.travel).toBe('impossible');
  });

  it('needs two places', () => {
    expect(routeOf(FILE, [])).toEqual([]);
    expect(routeOf({ ...FILE, lastSeenAt: null }, [seen('Vijayawada', '2026-05-01T16:00:00Z', {})])).toEqual([]);
  });
});
