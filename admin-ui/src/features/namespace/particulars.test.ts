import { describe, expect, it } from 'vitest';
import type { NamespaceSpec } from '../../api/types';
import { changedSpec, draftOf } from './change';
import { type Draft, EMPTY_DRAFT, placeViolations, specOf, validate } from './draft';
import { type FieldDraft, NEW_FIELD } from './particulars';

const TITLE: FieldDraft = { ...NEW_FIELD, name: 'title' };
const VECTOR: FieldDraft = { ...NEW_FIELD, name: 'like', type: 'dense-vector', dimensions: '384' };

const draft = (more: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, name: 'profiles', ...more });
const search = (fields: FieldDraft[]) => draft({ abstraction: 'search', fields });

describe('a search', () => {
  it('says its fields and nothing that has no effect there', () => {
    const spec = specOf({ ...search([TITLE, VECTOR]), ttl: '90 days' });
    expect(spec.abstraction).toBe('search');
    expect(spec.search).toEqual({
      fields: { title: { type: 'text', analyzer: 'standard' }, like: { type: 'dense-vector', dimensions: 384 } },
    });
    for (const field of ['writes', 'consistency', 'ttl', 'object', 'relational'])
      expect(spec).not.toHaveProperty(field);
  });

  it.each<[FieldDraft[], RegExp]>([
    [[], /at least one field/],
    [[NEW_FIELD], /a name/],
    [[{ ...TITLE, name: 'Title' }], /“Title”: begin with a small letter/],
    [[TITLE, TITLE], /“title” is there twice/],
    [[{ ...VECTOR, dimensions: '' }], /“like”: a vector has 1 to 4096/],
    [[{ ...VECTOR, dimensions: '5000' }], /1 to 4096/],
  ])('%j is not right yet', (fields, message) => {
    expect(validate(search(fields))).toEqual({ fields: expect.stringMatching(message) as string });
  });

  it('is what it was when nothing was typed, and keeps its fields when one is added', () => {
    const spec: NamespaceSpec = {
      abstraction: 'search',
      search: { fields: { title: { type: 'text', analyzer: 'simple' }, year: { type: 'long' } } },
    };
    const before = draftOf({ name: 'products', spec });
    expect(before.fields.every(({ kept }) => kept)).toBe(true);
    expect(changedSpec(spec, before).search).toEqual(spec.search);
    const after = changedSpec(spec, { ...before, fields: [...before.fields, { ...TITLE, name: 'body' }] });
    expect(after.search?.fields).toEqual({ ...spec.search?.fields, body: { type: 'text', analyzer: 'standard' } });
  });

  it('hears which field the server meant', () => {
    const { errors, others } = placeViolations([
      { field: 'search.fields.year', message: 'cannot be removed' },
      { field: 'spec.search.fields', message: 'must be from 1 to 200' },
    ]);
    expect(errors.fields).toBe('year cannot be removed. must be from 1 to 200');
    expect(others).toEqual([]);
  });
});

describe('an object namespace', () => {
  it('says when uploads are dropped and objects expire', () => {
    const spec = specOf(draft({ abstraction: 'object', ttl: '30 days', abortUploadsAfter: '2 days' }));
    expect(spec).toMatchObject({ abstraction: 'object', ttl: 'P30D', object: { abort_uploads_after: 'P2D' } });
  });

  it.each<[Partial<Draft>, keyof Draft]>([
    [{ abortUploadsAfter: '12 hours' }, 'abortUploadsAfter'],
    [{ abortUploadsAfter: '31 days' }, 'abortUploadsAfter'],
    [{ abortUploadsAfter: '' }, 'abortUploadsAfter'],
    [{ ttl: '12 hours' }, 'ttl'],
  ])('%j is no whole number of days', (more, field) => {
    expect(Object.keys(validate(draft({ abstraction: 'object', ...more })))).toEqual([field]);
  });
});

describe('a database', () => {
  it('says what it may take', () => {
    expect(specOf(draft({ abstraction: 'relational', storage: '1 GiB' })).relational).toEqual({
      max_connections: 20,
      statement_timeout: 'PT30S',
      storage_bytes: 2 ** 30,
    });
  });

  it.each<[Partial<Draft>, keyof Draft]>([
    [{ maxConnections: '51' }, 'maxConnections'],
    [{ statementTimeout: '2 hours' }, 'statementTimeout'],
    [{ storage: '1 KiB' }, 'storage'],
  ])('%j is out of range', (more, field) => {
    expect(Object.keys(validate(draft({ abstraction: 'relational', ...more })))).toEqual([field]);
  });
});

describe('a counter', () => {
  it('says its mode, and no size or ttl', () => {
    const spec = specOf(draft({ abstraction: 'counter', counterMode: 'accurate', ttl: '30 min' }));
    expect(spec).toMatchObject({ abstraction: 'counter', counter: { mode: 'accurate' } });
    expect(spec).not.toHaveProperty('ttl');
    expect(spec.workload).not.toHaveProperty('item_bytes');
    expect(validate(draft({ abstraction: 'counter', itemBytes: 'large' }))).toEqual({});
  });

  it('is what it was when nothing was typed', () => {
    const spec: NamespaceSpec = { abstraction: 'counter', counter: { mode: 'best-effort' }, workload: {} };
    expect(changedSpec(spec, draftOf({ name: 'views', spec })).counter).toEqual({ mode: 'best-effort' });
  });

  it('hears what the server says of its mode', () => {
    const { errors } = placeViolations([{ field: 'counter.mode', message: 'cannot change' }]);
    expect(errors).toEqual({ counterMode: 'cannot change' });
  });
});

describe('a dataset', () => {
  const types = 'Movie(id): id long, title string';

  it('says its types and how many versions are kept', () => {
    const spec = specOf(draft({ abstraction: 'dataset', types, keepVersions: '3', ttl: '30 min' }));
    expect(spec).toMatchObject({
      abstraction: 'dataset',
      dataset: { keep_versions: 3, types: { Movie: { fields: { id: 'long', title: 'string' }, primary_key: ['id'] } } },
    });
    expect(spec).not.toHaveProperty('ttl');
  });

  it.each<[Partial<Draft>, keyof Draft]>([
    [{ types: '' }, 'types'],
    [{ types, keepVersions: '0' }, 'keepVersions'],
    [{ types, keepVersions: '2.5' }, 'keepVersions'],
  ])('%j is not right yet', (more, field) => {
    expect(Object.keys(validate(draft({ abstraction: 'dataset', ...more })))).toEqual([field]);
  });

  it('is what it was when nothing was typed', () => {
    const spec: NamespaceSpec = {
      abstraction: 'dataset',
      dataset: { keep_versions: 3, types: { A: { fields: { i: 'int' }, primary_key: ['i'] } } },
    };
    expect(changedSpec(spec, draftOf({ name: 'movies', spec })).dataset).toEqual(spec.dataset);
  });

  it('hears which type the server meant', () => {
    const { errors } = placeViolations([{ field: 'dataset.types.A.fields.a', message: 'closes a cycle' }]);
    expect(errors).toEqual({ types: 'A.fields.a closes a cycle.' });
  });
});

describe('a time-series', () => {
  it('says how long events are kept and how late they may be', () => {
    const spec = specOf(
      draft({ abstraction: 'time-series', retention: '90 days', acceptance: '1 hour', ttl: '1 day' }),
    );
    expect(spec).toMatchObject({
      abstraction: 'time-series',
      time_series: { retention: 'P90D', acceptance: 'PT1H' },
    });
    expect(spec).not.toHaveProperty('ttl');
  });

  it.each<[Partial<Draft>, keyof Draft]>([
    [{ retention: '12 hours', acceptance: '1 hour' }, 'retention'],
    [{ retention: '3651 days' }, 'retention'],
    [{ acceptance: '31 days', retention: '90 days' }, 'acceptance'],
    [{ acceptance: '2 days', retention: '1 day' }, 'acceptance'],
    [{ acceptance: 'soon' }, 'acceptance'],
  ])('%j is out of range', (more, field) => {
    expect(Object.keys(validate(draft({ abstraction: 'time-series', ...more })))).toEqual([field]);
  });

  it('is what it was when nothing was typed', () => {
    const spec: NamespaceSpec = {
      abstraction: 'time-series',
      time_series: { retention: 'P45D', acceptance: 'PT90M' },
      workload: {},
    };
    expect(changedSpec(spec, draftOf({ name: 'clicks', spec })).time_series).toEqual(spec.time_series);
  });
});

it('a cache has a default ttl and no promises to choose', () => {
  const spec = specOf(draft({ abstraction: 'cache', ttl: '30 min' }));
  expect(spec).toMatchObject({ abstraction: 'cache', ttl: 'PT30M' });
  expect(spec).not.toHaveProperty('writes');
});
