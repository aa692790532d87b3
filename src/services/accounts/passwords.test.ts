import { expect, it } from 'vitest';
import { refuseWeakPassword } from './passwords.ts';

const isRefused = (password: string, own: string[] = []) => {
  try {
    refuseWeakPassword(password, own);
    return false;
  } catch {
    return true;
  }
};

it('refuses what is short, common, a row on the keyboard, or made of the person', () => {
  for (const password of [
    'Tr0ub4dor&3',
    'password1234',
    'qwertyuiop12',
    'aaaaaaaaaaaaaa',
    '123456789012',
    'P@ssw0rd1234',
  ])
    expect(isRefused(password), password).toBe(true);
  for (const password of ['priya.raman2026', 'PriyaRaman2026!', 'homeward2026!'])
    expect(isRefused(password, ['Priya Raman', 'priya.raman@police.example']), password).toBe(true);
  expect(isRefused('x'.repeat(200))).toBe(true);
});

it('takes what is hard to guess', () => {
  for (const password of ['kettle orbit fern lagoon', 'vN4#kq9Lw2!xTz', 'zarte Möwen lügen selten'])
    expect(isRefused(password), password).toBe(false);
});
