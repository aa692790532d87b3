import { expect, it } from 'vitest';
import { openMessages } from './messages.ts';

const translate = openMessages({
  'Write your name': 'Escriba su nombre',
  'Write at most {0} characters': 'Escriba como máximo {0} caracteres',
  'Between {0} and {1} (years)': 'De {1} a {0} (años)',
});

it('translates whole sentences, with what differs put in its place', () => {
  expect(translate('Write your name')).toBe('Escriba su nombre');
  expect(translate('Write at most 300 characters')).toBe('Escriba como máximo 300 caracteres');
  expect(translate('Between 1 and 2 (years)')).toBe('De 2 a 1 (años)');
});

it('says in English what has no translation', () => {
  expect(translate('Write your name!')).toBe('Write your name!');
});
