import { expect, it } from 'vitest';
import { flatten } from './flatten';

it('flattens whatever the server tells', () => {
  const told = { engine: 'cassandra', replication: { factor: 1, met: false }, notes: ['a', 'b'], none: null, no: [] };
  expect(flatten(told)).toEqual([
    ['Engine', 'cassandra'],
    ['Replication factor', '1'],
    ['Replication met', 'no'],
    ['Notes', 'a, b'],
  ]);
  expect(flatten({ limits: [{ page_bytes: 1_048_576 }] })).toEqual([['Limits 1 page bytes', '1 MiB']]);
});
