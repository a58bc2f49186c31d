import { expect, it } from 'vitest';
import { anOperation } from '../../test/samples';
import { actsOn } from './interventions';

it.each([
  [['read'], []],
  [['read', 'cancel'], ['cancel']],
  [
    ['read', 'cancel', 'retry'],
    ['retry', 'cancel'],
  ],
  [
    ['read', 'cancel', 'approve'],
    ['approve', 'cancel'],
  ],
])('offers what the server allows, the likeliest first: %s', (permissions, expected) =>
  expect(actsOn(anOperation({ permissions }))).toEqual(expected),
);

it('offers nothing that it does not know', () =>
  expect(actsOn(anOperation({ permissions: ['read', 'defer'] }))).toEqual([]));
