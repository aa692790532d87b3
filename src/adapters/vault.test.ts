import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';
import { openVault } from './vault.ts';

const present = randomBytes(32);
const old = randomBytes(32);

describe('vault', () => {
  it('opens the keys it made, in another process too', () => {
    const key = openVault({ present }).newKey();
    expect(openVault({ present }).open(key)).toHaveLength(32);
    expect(openVault({ present }).open(key)).toEqual(openVault({ present }).open(key));
  });

  it('makes a different key each time, and shows none', () => {
    const vault = openVault({ present });
    const [first, second] = [vault.newKey(), vault.newKey()];
    expect(vault.open(first)).not.toEqual(vault.open(second));
    expect(Buffer.from(first.wrapped).includes(vault.open(first))).toBe(false);
  });

  it('reads keys of an old master key and rewraps them without changing them', () => {
    const key = openVault({ present: old }).newKey();
    const vault = openVault({ present, old: [old] });
    const rewrapped = vault.rewrap(key);
    expect(rewrapped.masterKey).toBe(vault.masterKey);
    expect(openVault({ present }).open(rewrapped)).toEqual(openVault({ present: old }).open(key));
  });

  it('names the missing master key and the setting', () => {
    const key = openVault({ present: old }).newKey();
    expect(() => openVault({ present }).open(key)).toThrow(new RegExp(`${key.masterKey}.*HOMEWARD_OLD_KEYS_FILE`));
  });

  it('refuses a wrapped key that was moved to another id', () => {
    const vault = openVault({ present });
    expect(() => vault.open({ ...vault.newKey(), id: randomUUID() })).toThrow(/damaged or exchanged/);
  });

  it('opens the right keys, however few it holds in memory', () => {
    const vault = openVault({ present, cached: 2 });
    const keys = Array.from({ length: 5 }, () => vault.newKey());
    const opened = keys.map((key) => vault.open(key));
    expect(keys.map((key) => vault.open(key))).toEqual(opened);
    for (const { id } of keys) vault.forget(id);
    expect(keys.map((key) => vault.open(key))).toEqual(opened);
  });

  it('lets a caller work on with a key that was forgotten', () => {
    const vault = openVault({ present });
    const key = vault.newKey();
    const opened = vault.open(key);
    vault.forget(key.id);
    expect(opened).toEqual(vault.open(key));
  });

  it('does not take a key from memory for another one of the same id, as a restore may bring', () => {
    const vault = openVault({ present });
    const [first, second] = [vault.newKey('root'), vault.newKey('root')];
    expect(vault.open(first)).not.toEqual(vault.open(second));
    expect(vault.open(first)).toEqual(openVault({ present }).open(first));
  });
});

describe('seal', () => {
  it('opens what it sealed, for its owner alone', () => {
    const sealed = seal(present, Buffer.from('secret'), 'webhook 1');
    expect(unseal(present, sealed, 'webhook 1').toString()).toBe('secret');
    expect(() => unseal(present, sealed, 'webhook 2')).toThrow(/damaged or exchanged/);
    expect(() => unseal(old, sealed, 'webhook 1')).toThrow(/damaged or exchanged/);
  });

  it('refuses any changed byte and any shorter text', () => {
    const sealed = seal(present, Buffer.from('secret'), 'x');
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(present, changed, 'x')).toThrow();
      expect(() => unseal(present, sealed.subarray(0, at), 'x')).toThrow();
    }
  });
});
