import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it('keeps a path of ours', () => {
  expect(ownPath('/cases/new?step=2#errors')).toBe('/cases/new?step=2#errors');
});

it.each([
  ...[undefined, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example'],
  ...['javascript:alert(1)', 'cases', '\\\\evil.example', 'https:evil.example'],
])('leads to no other site: %j', (wanted) => {
  expect(ownPath(wanted)).toBeUndefined();
});

it('never starts with two slashes, whatever a browser makes of the path', () => {
  expect(ownPath('/.//evil.example')).toBe('/evil.example');
});
