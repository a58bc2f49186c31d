import { describe, expect, it } from 'vitest';
import { type Draft, EMPTY_DRAFT, nameError, placeViolations, specOf, validate } from './draft';

const draft = (more: Partial<Draft> = {}): Draft => ({ ...EMPTY_DRAFT, name: 'profiles', ...more });

describe('nameError', () => {
  it.each([
    ['', /Give it a name/],
    ['ab', /at least 3/],
    ['Profiles', /small letters only/],
    ['user_profiles', /hyphens/],
    ['1profiles', /Begin with a letter/],
    ['profiles-', /End with/],
    ['a'.repeat(41), /at most 40/],
  ])('%s', (name, message) => expect(nameError(name)).toMatch(message));
  it.each(['abc', 'a-1', 'a'.repeat(40)])('%s is fine', (name) => expect(nameError(name)).toBeUndefined());
});

describe('validate', () => {
  it('lets the proposed workload pass', () => expect(validate(draft())).toEqual({}));

  it.each<[Partial<Draft>, keyof Draft, RegExp]>([
    [{ ttl: '90' }, 'ttl', /90 days/],
    [{ ttl: 'PT0S' }, 'ttl', /at once/],
    [{ reads: '' }, 'reads', /best guess/],
    [{ reads: 'lots' }, 'reads', /number/],
    [{ items: '0' }, 'items', /at least 1/],
    [{ itemBytes: 'small' }, 'itemBytes', /2 KiB/],
    [{ readsLow: '600' }, 'readsLow', /quiet/],
    [{ readsHigh: '5' }, 'readsHigh', /peak/],
    [{ latencyMean: '5', latencyP99: '2' }, 'latencyP99', /below/],
    [{ labels: 'region' }, 'labels', /key=value/],
    [{ labels: 'region=eu\nregion=us' }, 'labels', /twice/],
    [{ description: 'x'.repeat(1001) }, 'description', /1000/],
  ])('%o', (more, field, message) => {
    const errors = validate(draft(more));
    expect(Object.keys(errors)).toEqual([field]);
    expect(errors[field]).toMatch(message);
  });
});

describe('specOf', () => {
  it('says what was typed and leaves out what was not', () => {
    expect(specOf(draft())).toEqual({
      abstraction: 'key-value',
      workload: {
        reads_per_second: { mid: 500 },
        writes_per_second: { mid: 100 },
        item_bytes: { mid: 2048 },
        items: { mid: 1_000_000 },
      },
      writes: 'last-write-wins',
      consistency: 'read-your-writes',
      deletion_protection: false,
    });
  });

  it('carries everything that can be said', () => {
    const full = draft({
      description: ' user profiles ',
      readsLow: '200',
      readsHigh: '2k',
      latencyMean: '2',
      latencyP99: '20',
      ttl: 'P90D',
      labels: 'region=eu\nteam=a.b',
      deletionProtection: true,
    });
    expect(specOf(full)).toMatchObject({
      description: 'user profiles',
      workload: { reads_per_second: { low: 200, mid: 500, high: 2000 }, read_latency_ms: { mean: 2, p99: 20 } },
      ttl: 'P90D',
      labels: { region: 'eu', team: 'a.b' },
      deletion_protection: true,
    });
  });
});

describe('placeViolations', () => {
  it.each([
    ['ttl', 'ttl'],
    ['spec.ttl', 'ttl'],
    ['/workload/items/mid', 'items'],
    ['workload.item_bytes.mid', 'itemBytes'],
    ['workload.reads_per_second.high', 'readsHigh'],
    ['workload.reads_per_second.mid', 'reads'],
    ['$.labels.region', 'labels'],
    ['namespace', 'name'],
  ])('puts %s at %s', (field, place) => {
    expect(placeViolations([{ field, message: 'no' }])).toEqual({ errors: { [place]: 'no' }, others: [] });
  });

  it('joins two for one field, and keeps what has none', () => {
    const engine = { field: 'engine', message: 'unknown' };
    const both = [{ field: 'ttl', message: 'A.' }, { field: 'ttl', message: 'B.' }, engine];
    expect(placeViolations(both)).toEqual({ errors: { ttl: 'A. B.' }, others: [engine] });
  });
});
