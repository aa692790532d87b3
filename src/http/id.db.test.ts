import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReaders, type Readers } from '../testing/pages.ts';
import { openTestPlatform, type TestPlatform } from '../testing/platform.ts';

let test: TestPlatform;
let readers: Readers;
beforeAll(async () => {
  test = await openTestPlatform();
  readers = await openReaders(test.app);
});
afterAll(() => test.close());

const ALIKE = '-'.repeat(36);

it.each([
  ...['/children/ID', '/children/ID/photo', '/children/ID/poster.pdf', '/children/ID/share.png'],
  ...['/cases/ID', '/cases/ID/photos', '/cases/ID/photos/ID', '/cases/ID/poster.pdf', '/cases/new/ID/child'],
  ...['/sightings/ID', '/matches/ID', '/review/ID', '/review/ID/facts', '/review/ID/pairs/ID', '/search/ID'],
  ...['/images/photos/ID', '/images/reviews/ID', '/admin/people/ID', '/agency/webhooks/ID/remove'],
])('%s: what is no id finds no page', async (path) => {
  for (const who of ['public', 'guardian', 'lead', 'admin'] as const)
    for (const id of ['x', ALIKE]) {
      const { status } = await readers.get(who, path.replaceAll('ID', id));
      expect([303, 403, 404], `${who}: ${id}`).toContain(status);
    }
});
