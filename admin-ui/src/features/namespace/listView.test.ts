import { describe, expect, it } from 'vitest';
import { aNamespace } from '../../test/samples';
import { type ListView, listViewOf, viewed } from './listView';

describe('listViewOf', () => {
  it.each<[Record<string, unknown>, ListView]>([
    [{}, {}],
    [
      { q: 'a', state: 'ACTIVE', sort: '-updated' },
      { q: 'a', state: 'ACTIVE', sort: '-updated' },
    ],
    [{ q: 42 }, { q: '42' }],
    [{ q: ['a'], state: 'BROKEN', sort: 'size', other: 1 }, {}],
  ])('%o → %o', (search, view) => expect(listViewOf(search)).toEqual(view));
});

describe('viewed', () => {
  const active = aNamespace().status;
  const all = [
    aNamespace({
      name: 'sessions',
      updated_at: '2026-01-03T00:00:00Z',
      spec: { abstraction: 'key-value', labels: { region: 'eu' } },
    }),
    aNamespace({ name: 'carts', updated_at: '2026-01-02T00:00:00Z', status: { ...active, state: 'RETIRING' } }),
    aNamespace({
      name: 'profiles',
      updated_at: '2026-01-01T00:00:00Z',
      spec: { abstraction: 'key-value', description: 'User data' },
    }),
  ];
  it.each<[ListView, string[]]>([
    [{}, ['carts', 'profiles', 'sessions']],
    [{ sort: '-name' }, ['sessions', 'profiles', 'carts']],
    [{ sort: '-updated' }, ['sessions', 'carts', 'profiles']],
    [{ q: 'user' }, ['profiles']],
    [{ q: 'REGION=eu sess' }, ['sessions']],
    [{ state: 'RETIRING' }, ['carts']],
    [{ state: 'RETIRING', q: 'x' }, []],
  ])('%o', (view, names) => expect(viewed(all, view).map((namespace) => namespace.name)).toEqual(names));
});
