import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aNamespace } from '../../test/samples';
import { Chosen } from './Chosen';

it('says in words what it knows, spells out what it does not, and gives the reasons', () => {
  const effective = {
    ...aNamespace().status.effective,
    reasons: ['It has the most room.'],
    warnings: ['Shown elsewhere.'],
    cache: { size_bytes: 1_048_576 },
  };
  render(<Chosen placements={[{ role: 'PRIMARY', shard: 'cassandra-1' }]} effective={effective} />);
  expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual([
    'Lives on',
    'Engine',
    'Copies',
    'Admits',
    'Reserves',
    'Costs',
    'Cache size bytes',
  ]);
  expect(screen.getAllByRole('definition').map((definition) => definition.textContent)).toEqual([
    'cassandra-1',
    'Cassandra',
    '1 of each item',
    '1,000 reads and 200 writes a second',
    '0.006 cores, 1.6 MiB of memory, 19.5 MiB of disk',
    '0.52 USD a month',
    '1 MiB',
  ]);
  expect(screen.getByText('It has the most room.')).toBeVisible();
  expect(screen.queryByText('Shown elsewhere.')).not.toBeInTheDocument();
});
