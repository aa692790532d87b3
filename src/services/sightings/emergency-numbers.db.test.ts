import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Platform } from '../../platform.ts';
import { openTestPlatform, type TestPlatform } from '../../testing/platform.ts';
import { forgetEverything } from '../../testing/search.ts';
import { emergencyNumbers, listEmergencyNumbers } from './emergency-numbers.ts';

let test: TestPlatform;
beforeAll(async () => {
  test = await openTestPlatform();
});
afterAll(() => test.close());
beforeEach(() => forgetEverything(test.app));

const configured = (settings: Partial<Platform['config']>): Platform => ({
  ...test.app,
  config: { ...test.app.config, ...settings },
});

it.each([
  ['IN', '112', '1098'],
  ['DE', '112', '116000'],
  ['US', '911', '18008435678'],
  ['AU', '000', undefined],
])('%s: %s and %s', async (country, emergency, missing) => {
  const numbers = await emergencyNumbers(test.app, country);
  expect([numbers.country, numbers.emergency, numbers.missingChildren?.number]).toEqual([country, emergency, missing]);
});

it('knows every country of the European Union, with its hotline', async () => {
  const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
  const numbers = await listEmergencyNumbers(test.app);
  for (const country of union)
    expect(numbers.find((each) => each.country === country)).toMatchObject({
      emergency: '112',
      missingChildren: { number: '116000' },
    });
});

it('says what works nearly everywhere where the country is not known', async () => {
  expect(await emergencyNumbers(test.app, null)).toMatchObject({ country: null, emergency: '112' });
  expect(await emergencyNumbers(test.app, 'XX')).toMatchObject({ country: null, emergency: '112' });
  expect(await emergencyNumbers(configured({ country: 'KR' }), null)).toMatchObject({
    country: 'KR',
    emergency: '112',
  });
});

it('takes what the deployment knows better', async () => {
  const file = join(test.app.dataDir, 'numbers.json');
  const app = configured({ emergencyNumbersFile: file });
  const countries = { IN: { emergency: '112', missingChildren: { number: '+911234', name: 'State desk' } } };
  await writeFile(file, JSON.stringify({ checkedOn: '2026-05-01', countries }));
  expect(await emergencyNumbers(app, 'IN')).toMatchObject({ checkedOn: '2026-05-01', ...countries.IN });
  expect(await emergencyNumbers(app, 'FR')).toMatchObject({ country: 'FR', emergency: '112' });
  await writeFile(file, JSON.stringify({ checkedOn: '2026-05-01', countries: { India: { emergency: 'call us' } } }));
  await expect(emergencyNumbers(app, 'IN')).rejects.toMatchObject({ code: 'unavailable' });
});
