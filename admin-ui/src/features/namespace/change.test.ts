import { expect, it } from 'vitest';
import type { NamespaceSpec } from '../../api/types';
import { changedSpec, draftOf } from './change';
import { validate } from './draft';

const SPEC: NamespaceSpec = {
  abstraction: 'key-value',
  description: 'user profiles',
  workload: {
    reads_per_second: { low: 200, mid: 500, high: 2000 },
    writes_per_second: { mid: 0.5 },
    item_bytes: { mid: 2048, high: 4096 },
    items: { mid: 5_000_000 },
    read_latency_ms: { mean: 2, p99: 20 },
    write_latency_ms: { p99: 50 },
  },
  writes: 'last-write-wins',
  consistency: 'eventual',
  durability: 'replicated',
  ttl: 'P90D',
  cache: 'auto',
  engine: 'cassandra',
  isolation: 'shared',
  labels: { region: 'eu' },
  deletion_protection: true,
};

it('gives back what it was given when nothing was typed', () => {
  const draft = draftOf({ name: 'profiles', spec: SPEC });
  expect(validate(draft, true)).toEqual({});
  expect(JSON.parse(JSON.stringify(changedSpec(SPEC, draft)))).toEqual(SPEC);
});

it('says only what was said before, and needs no workload where there was none', () => {
  const bare: NamespaceSpec = { abstraction: 'key-value' };
  const draft = draftOf({ name: 'profiles', spec: bare });
  expect(validate(draft, true)).toEqual({});
  expect(changedSpec(bare, draft).workload).toEqual({});
});

it('drops what was emptied and keeps what the form does not know', () => {
  const draft = {
    ...draftOf({ name: 'profiles', spec: SPEC }),
    ttl: '',
    labels: '',
    latencyMean: '',
    latencyP99: '',
    items: '6M',
  };
  const after = JSON.parse(JSON.stringify(changedSpec(SPEC, draft))) as NamespaceSpec;
  expect(after).not.toHaveProperty('ttl');
  expect(after.labels).toEqual({});
  expect(after.workload).not.toHaveProperty('read_latency_ms');
  expect(after.workload?.write_latency_ms).toEqual({ p99: 50 });
  expect(after.workload?.items).toEqual({ mid: 6_000_000 });
  expect(after.engine).toBe('cassandra');
});
