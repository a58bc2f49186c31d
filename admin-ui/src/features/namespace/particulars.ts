import type { NamespaceSpec, SearchField } from '../../api/types';
import { isoDurationOf, parseBytes, parseCount, parseIsoDuration } from '../../ui/format';
import { typesError, typesOf } from './datasetTypes';
import type { Draft, FieldErrors } from './draft';

export type Abstraction = NamespaceSpec['abstraction'];
export type FieldType = SearchField['type'];
export type CounterMode = NonNullable<NonNullable<NamespaceSpec['counter']>['mode']>;

/** A field of a search namespace, as typed. */
export interface FieldDraft {
  name: string;
  type: FieldType;
  analyzer: string;
  dimensions: string;
  /** It is there already, and stays as it is. */
  kept: boolean;
}

export const FIELD_TYPES: readonly FieldType[] = [
  'keyword',
  'text',
  'long',
  'double',
  'date',
  'boolean',
  'geo-point',
  'dense-vector',
];

/** The server has the same ones: those of Elasticsearch that are of no language. */
export const ANALYZERS: readonly string[] = ['standard', 'simple', 'whitespace', 'keyword'];

export const NEW_FIELD: FieldDraft = { name: '', type: 'text', analyzer: 'standard', dimensions: '', kept: false };

const DAY = 86_400_000;
const FIELD_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const MOST_FIELDS = 200;
const MOST_DIMENSIONS = 4096;

export const hasTtl = (abstraction: Abstraction) =>
  !['relational', 'search', 'counter', 'dataset', 'time-series'].includes(abstraction);

/** Counts are all of one size. */
export const hasItemSize = (abstraction: Abstraction) => abstraction !== 'counter';

/** What there are so many of: events follow from the writes and how long they are kept. */
export function itemsOf(abstraction: Abstraction): string {
  if (abstraction === 'counter') return 'Counters';
  return abstraction === 'time-series' ? 'Series' : 'Items';
}

/** What says how much data there is: the items, unless these are but what is added to. */
export const hasData = (abstraction: Abstraction) => abstraction !== 'counter' && abstraction !== 'time-series';

/** Whether its readers and writers can choose what they are promised. */
export const hasPromises = (abstraction: Abstraction) => abstraction === 'key-value';

function fieldError({ name, type, dimensions }: FieldDraft): string | undefined {
  if (name === '') return 'Give each field a name.';
  if (!FIELD_NAME.test(name)) return `“${name}”: begin with a small letter; then small letters, digits and _ only.`;
  if (type !== 'dense-vector') return undefined;
  const count = parseCount(dimensions);
  return count === undefined || !Number.isInteger(count) || count < 1 || count > MOST_DIMENSIONS
    ? `“${name}”: a vector has 1 to ${MOST_DIMENSIONS} dimensions.`
    : undefined;
}

function fieldsError(fields: readonly FieldDraft[]): string | undefined {
  if (fields.length === 0) return 'Declare at least one field: only declared fields can be asked for.';
  if (fields.length > MOST_FIELDS) return `Use at most ${MOST_FIELDS} fields.`;
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  return fields.map(fieldError).find(Boolean) ?? (twice === undefined ? undefined : `“${twice}” is there twice.`);
}

const days = (text: string) => {
  const iso = isoDurationOf(text);
  return iso === undefined ? undefined : (parseIsoDuration(iso) ?? 0) / DAY;
};

function objectErrors(draft: Draft): FieldErrors {
  const abort = days(draft.abortUploadsAfter);
  const ttl = draft.ttl.trim() === '' ? 1 : days(draft.ttl);
  return {
    ...((abort === undefined || !Number.isInteger(abort) || abort < 1 || abort > 30) && {
      abortUploadsAfter: 'Write whole days, from 1 day to 30 days.',
    }),
    ...(ttl !== undefined && !Number.isInteger(ttl) && { ttl: 'Use whole days: an object store looks once a day.' }),
  };
}

function relationalErrors(draft: Draft): FieldErrors {
  const connections = parseCount(draft.maxConnections) ?? 0;
  const timeout = isoDurationOf(draft.statementTimeout);
  const ms = timeout === undefined ? 0 : (parseIsoDuration(timeout) ?? 0);
  const storage = parseBytes(draft.storage) ?? 0;
  return {
    ...((!Number.isInteger(connections) || connections < 1 || connections > 50) && {
      maxConnections: 'Write a number from 1 to 50.',
    }),
    ...((ms < 1000 || ms > 3_600_000) && { statementTimeout: 'Write a time from 1 s to 1 hour.' }),
    ...((storage < 2 ** 24 || storage > 2 ** 40) && { storage: 'Write a size from 16 MiB to 1 TiB.' }),
  };
}

function datasetErrors(draft: Draft): FieldErrors {
  const types = typesError(draft.types);
  const versions = parseCount(draft.keepVersions) ?? 0;
  return {
    ...(types !== undefined && { types }),
    ...((!Number.isInteger(versions) || versions < 1 || versions > 1000) && {
      keepVersions: 'Write a number from 1 to 1000.',
    }),
  };
}

const MINUTE = 60_000;

const lasts = (text: string) => (days(text) ?? 0) * DAY;

function seriesErrors(draft: Draft): FieldErrors {
  const kept = lasts(draft.retention);
  const late = lasts(draft.acceptance);
  return {
    ...((kept < DAY || kept > 3650 * DAY) && { retention: 'Write a time from 1 day to 3650 days.' }),
    ...((late < MINUTE || late > 30 * DAY) && { acceptance: 'Write a time from 1 minute to 30 days.' }),
    ...(late > kept && { acceptance: 'No event can come later than it is kept.' }),
  };
}

/** What is wrong with what the chosen abstraction says of itself. */
export function particularErrors(draft: Draft): FieldErrors {
  switch (draft.abstraction) {
    case 'search': {
      const error = fieldsError(draft.fields);
      return error === undefined ? {} : { fields: error };
    }
    case 'object':
      return objectErrors(draft);
    case 'relational':
      return relationalErrors(draft);
    case 'dataset':
      return datasetErrors(draft);
    case 'time-series':
      return seriesErrors(draft);
    case 'key-value':
    case 'cache':
    case 'counter':
      return {};
  }
}

const fieldOf = ({ name, type, analyzer, dimensions }: FieldDraft): [string, SearchField] => [
  name,
  {
    type,
    ...(type === 'text' && { analyzer }),
    ...(type === 'dense-vector' && { dimensions: parseCount(dimensions) ?? 0 }),
  },
];

type Sections = Pick<NamespaceSpec, 'relational' | 'search' | 'object' | 'counter' | 'dataset' | 'time_series'>;

/** The section of the spec that the chosen abstraction has. */
export function sectionOf(draft: Draft): Sections {
  switch (draft.abstraction) {
    case 'search':
      return { search: { fields: Object.fromEntries(draft.fields.map(fieldOf)) } };
    case 'object':
      return { object: { abort_uploads_after: isoDurationOf(draft.abortUploadsAfter) ?? 'P7D' } };
    case 'relational':
      return {
        relational: {
          max_connections: parseCount(draft.maxConnections) ?? 20,
          statement_timeout: isoDurationOf(draft.statementTimeout) ?? 'PT30S',
          storage_bytes: Math.round(parseBytes(draft.storage) ?? 10 * 2 ** 30),
        },
      };
    case 'counter':
      return { counter: { mode: draft.counterMode } };
    case 'dataset':
      return { dataset: { types: typesOf(draft.types), keep_versions: parseCount(draft.keepVersions) ?? 10 } };
    case 'time-series':
      return {
        time_series: {
          retention: isoDurationOf(draft.retention) ?? 'P30D',
          acceptance: isoDurationOf(draft.acceptance) ?? 'P1D',
        },
      };
    case 'key-value':
    case 'cache':
      return {};
  }
}

/** The fields of a namespace that is there, as they would have been typed. */
export const fieldsOf = ({ search }: NamespaceSpec): FieldDraft[] =>
  Object.entries(search?.fields ?? {}).map(([name, { type, analyzer, dimensions }]) => ({
    name,
    type,
    analyzer: analyzer ?? 'standard',
    dimensions: dimensions === undefined ? '' : String(dimensions),
    kept: true,
  }));
