import { expect, it } from 'vitest';
import { nameKeys, plainText } from './names.ts';

const shared = (first: string, second: string) => {
  const keys = new Set(nameKeys([first]));
  return nameKeys([second]).filter((key) => keys.has(key));
};

it('writes any script in plain letters', () => {
  expect(plainText('  Þóra  JÓNSDÓTTIR ')).toBe('thora jonsdottir');
  expect(plainText('Амина Юсупова')).toBe('amina yusupova');
  expect(plainText("Nour al-Sa'īd")).toBe('nour al said');
  expect(plainText('—')).toBe('');
});

it('takes two spellings of one name for the same: case, marks, order, script', () => {
  for (const [first, second] of [
    ['Amina Yusupova', 'YUSUPOVA, Amina'],
    ['José Núñez', 'Jose Nunez'],
    ['Anne-Marie Roux', 'anne marie roux'],
    ['Амина Юсупова', 'Amina Yusupova'],
    ['王小明', 'Wang Xiao Ming'],
    ['Ame\u0301lie Petit', 'Am\u00e9lie Petit'],
  ] as const)
    expect(
      shared(first, second).some((key) => key.startsWith('=')),
      `${first} ${second}`,
    ).toBe(true);
});

it('takes transcriptions of one name for alike', () => {
  for (const [first, second] of [
    ['Юсупова Амина', 'Amina Jussupowa'],
    ['أمينة يوسف', 'Amina Yousef'],
    ['سارة محمد', 'Sara Mohammed'],
    ['Jürgen Müller', 'Juergen Mueller'],
    ['Mohamad Haddad', 'Muhammad Hadad'],
  ] as const)
    expect(shared(first, second).length, `${first} ${second}`).toBeGreaterThan(0);
});

it('keeps different names apart', () => {
  expect(shared('Amina Yusupova', 'Amina Karimova')).toEqual([]);
  expect(shared('Amina', 'Amin')).toEqual([]);
  expect(shared('Lea Hay', 'Leo Hou')).toEqual([]);
});

it('makes one key for a name given twice, and none of a name without letters', () => {
  expect(nameKeys(['Mia', 'mia', '—'])).toEqual(['=mia']);
});
