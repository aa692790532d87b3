import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openTemplate, sealTemplate } from './sealed.ts';

const OWNER = { faceId: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', model: 'fr512', version: 'aaaaaaaaaaaa' };
const key = randomBytes(32);
const code = randomBytes(1540);

it('opens what it sealed, and never seals alike', () => {
  const sealed = sealTemplate(key, code, OWNER);
  expect(sealed.length).toBe(1540 + 28);
  expect(Buffer.from(openTemplate(key, sealed, OWNER) ?? [])).toEqual(code);
  expect(sealTemplate(key, code, OWNER)).not.toEqual(sealed);
  expect(sealed.includes(code.subarray(0, 16))).toBe(false);
});

it('does not open with another key, for another face, model or version, or when a byte changed or is missing', () => {
  const sealed = sealTemplate(key, code, OWNER);
  expect(openTemplate(randomBytes(32), sealed, OWNER)).toBeUndefined();
  for (const other of [{ faceId: OWNER.faceId.replace('f', 'e') }, { model: 'dlib' }, { version: 'b' }])
    expect(openTemplate(key, sealed, { ...OWNER, ...other })).toBeUndefined();
  for (const at of [0, 11, 12, 700, sealed.length - 17, sealed.length - 1]) {
    const damaged = Buffer.from(sealed);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    expect(openTemplate(key, damaged, OWNER)).toBeUndefined();
  }
  for (const length of [0, 27, sealed.length - 1])
    expect(openTemplate(key, sealed.subarray(0, length), OWNER)).toBeUndefined();
});
