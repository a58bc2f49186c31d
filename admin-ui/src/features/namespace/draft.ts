import type { Interval, NamespaceSpec, Violation } from '../../api/types';
import { isoDurationOf, parseBytes, parseCount, parseIsoDuration } from '../../ui/format';
import {
  type Abstraction,
  type CounterMode,
  type FieldDraft,
  hasItemSize,
  hasPromises,
  hasTtl,
  NEW_FIELD,
  particularErrors,
  sectionOf,
} from './particulars';

/** What stands in the form, as typed. The spec is made of it only when all of it is right. */
export interface Draft {
  abstraction: Abstraction;
  name: string;
  description: string;
  reads: string;
  readsLow: string;
  readsHigh: string;
  writesPerSecond: string;
  writesLow: string;
  writesHigh: string;
  itemBytes: string;
  items: string;
  latencyMean: string;
  latencyP99: string;
  consistency: NonNullable<NamespaceSpec['consistency']>;
  writes: NonNullable<NamespaceSpec['writes']>;
  fields: readonly FieldDraft[];
  abortUploadsAfter: string;
  maxConnections: string;
  statementTimeout: string;
  storage: string;
  counterMode: CounterMode;
  types: string;
  keepVersions: string;
  retention: string;
  acceptance: string;
  ttl: string;
  labels: string;
  deletionProtection: boolean;
}

export type Field = keyof Draft;
export type FieldErrors = Partial<Record<Field, string>>;

export const EMPTY_DRAFT: Draft = {
  abstraction: 'key-value',
  name: '',
  description: '',
  reads: '500',
  readsLow: '',
  readsHigh: '',
  writesPerSecond: '100',
  writesLow: '',
  writesHigh: '',
  itemBytes: '2 KiB',
  items: '1 million',
  latencyMean: '',
  latencyP99: '',
  consistency: 'read-your-writes',
  writes: 'last-write-wins',
  fields: [NEW_FIELD],
  abortUploadsAfter: '7 days',
  maxConnections: '20',
  statementTimeout: '30 s',
  storage: '10 GiB',
  counterMode: 'eventual',
  types: '',
  keepVersions: '10',
  retention: '30 days',
  acceptance: '1 day',
  ttl: '',
  labels: '',
  deletionProtection: false,
};

/** 3 to 40 characters; the server has the same pattern. */
const NAME = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;
const LABEL = /^[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?=[A-Za-z0-9]?(?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

export function nameError(name: string): string | undefined {
  if (name === '') return 'Give it a name.';
  if (NAME.test(name)) return undefined;
  if (/[A-Z]/.test(name)) return 'Use small letters only.';
  if (/[^a-z0-9-]/.test(name)) return 'Use small letters, digits and hyphens only.';
  if (!/^[a-z]/.test(name)) return 'Begin with a letter.';
  if (name.endsWith('-')) return 'End with a letter or a digit.';
  if (name.length < 3) return 'Use at least 3 characters.';
  return 'Use at most 40 characters.';
}

function ttlError(ttl: string): string | undefined {
  if (ttl === '') return undefined;
  const iso = isoDurationOf(ttl);
  if (iso === undefined) return 'Write a time, such as 90 days or 12 hours.';
  return parseIsoDuration(iso) === 0 ? 'Items would expire at once. Leave it empty to keep them.' : undefined;
}

function numberError(
  text: string,
  read: (text: string) => number | undefined,
  example: string,
  least: number,
  optional: boolean,
) {
  if (text.trim() === '') return optional ? undefined : 'Give your best guess; it can be changed later.';
  const value = read(text);
  if (value === undefined) return `Write a number, such as ${example}.`;
  return value < least ? `Use at least ${least}.` : undefined;
}

type Worded = Exclude<Field, 'fields' | 'deletionProtection'>;

/** Between the quiet and the busy time lies the usual one; a range that contradicts itself helps no planner. */
function rangeErrors(draft: Draft, low: Worded, mid: Worded, high: Worded): FieldErrors {
  const [lowest, usual, highest] = [low, mid, high].map((field) => parseCount(draft[field]));
  const errors: FieldErrors = {};
  if (usual === undefined) return errors;
  if (lowest !== undefined && lowest > usual) errors[low] = 'The quiet time cannot be busier than the usual one.';
  if (highest !== undefined && highest < usual) errors[high] = 'The peak cannot be below the usual load.';
  return errors;
}

function labelErrors(labels: string): string | undefined {
  const lines = labelLines(labels);
  const wrong = lines.find((line) => !LABEL.test(line));
  if (wrong !== undefined) return `“${wrong}” is no label. Write one key=value a line.`;
  const keys = lines.map((line) => line.slice(0, line.indexOf('=')));
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  return twice === undefined ? undefined : `The label “${twice}” is there twice.`;
}

const labelLines = (labels: string) =>
  labels
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** With `existing`, a workload that was never said need not be said now. */
export function validate(draft: Draft, existing = false): FieldErrors {
  const all: { [field in Field]?: string | undefined } = {
    name: nameError(draft.name),
    description: draft.description.length > 1000 ? 'Use at most 1000 characters.' : undefined,
    reads: numberError(draft.reads, parseCount, '500 or 2k', 0, existing),
    readsLow: numberError(draft.readsLow, parseCount, '200', 0, true),
    readsHigh: numberError(draft.readsHigh, parseCount, '2k', 0, true),
    writesPerSecond: numberError(draft.writesPerSecond, parseCount, '100', 0, existing),
    writesLow: numberError(draft.writesLow, parseCount, '10', 0, true),
    writesHigh: numberError(draft.writesHigh, parseCount, '1k', 0, true),
    itemBytes: hasItemSize(draft.abstraction)
      ? numberError(draft.itemBytes, parseBytes, '2 KiB', 1, existing)
      : undefined,
    items: numberError(draft.items, parseCount, '5 million', 1, existing),
    latencyMean: numberError(draft.latencyMean, parseCount, '2', 0.1, true),
    latencyP99: numberError(draft.latencyP99, parseCount, '20', 0.1, true),
    ttl: hasTtl(draft.abstraction) ? ttlError(draft.ttl.trim()) : undefined,
    labels: labelErrors(draft.labels),
  };
  return {
    ...rangeErrors(draft, 'readsLow', 'reads', 'readsHigh'),
    ...rangeErrors(draft, 'writesLow', 'writesPerSecond', 'writesHigh'),
    ...rangeErrors(draft, 'latencyMean', 'latencyMean', 'latencyP99'),
    ...particularErrors(draft),
    ...withoutUndefined(all),
  };
}

function withoutUndefined<T extends object>(parts: T): Partial<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => (part as unknown) !== undefined)) as Partial<T>;
}

function interval(read: (text: string) => number | undefined, mid: string, low = '', high = ''): Interval | undefined {
  const usual = read(mid);
  return usual === undefined ? undefined : { mid: usual, ...withoutUndefined({ low: read(low), high: read(high) }) };
}

/** The spec of a draft without errors. What was left open is left out, so that the server's defaults hold. */
export function specOf(draft: Draft): NamespaceSpec {
  const mean = parseCount(draft.latencyMean);
  const p99 = parseCount(draft.latencyP99);
  const labels = Object.fromEntries(
    labelLines(draft.labels).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const whole = (text: string) => {
    const count = parseCount(text);
    return count === undefined ? undefined : Math.round(count);
  };
  return {
    abstraction: draft.abstraction,
    ...(draft.description.trim() && { description: draft.description.trim() }),
    workload: withoutUndefined({
      reads_per_second: interval(parseCount, draft.reads, draft.readsLow, draft.readsHigh),
      writes_per_second: interval(parseCount, draft.writesPerSecond, draft.writesLow, draft.writesHigh),
      item_bytes: hasItemSize(draft.abstraction) ? interval(parseBytes, draft.itemBytes) : undefined,
      items: interval(whole, draft.items),
      read_latency_ms: mean === undefined && p99 === undefined ? undefined : withoutUndefined({ mean, p99 }),
    }),
    ...(hasPromises(draft.abstraction) && { writes: draft.writes, consistency: draft.consistency }),
    ...(hasTtl(draft.abstraction) && withoutUndefined({ ttl: isoDurationOf(draft.ttl) })),
    ...sectionOf(draft),
    ...(Object.keys(labels).length > 0 && { labels }),
    deletion_protection: draft.deletionProtection,
  };
}

/** Fields as the API names them, the longest first wherever one is the beginning of another. */
const PLACES: readonly [string, Field][] = [
  ['workload.reads_per_second.low', 'readsLow'],
  ['workload.reads_per_second.high', 'readsHigh'],
  ['workload.reads_per_second', 'reads'],
  ['workload.writes_per_second.low', 'writesLow'],
  ['workload.writes_per_second.high', 'writesHigh'],
  ['workload.writes_per_second', 'writesPerSecond'],
  ['workload.item_bytes', 'itemBytes'],
  ['workload.items', 'items'],
  ['workload.read_latency_ms.p99', 'latencyP99'],
  ['workload.read_latency_ms', 'latencyMean'],
  ['abstraction', 'abstraction'],
  ['search', 'fields'],
  ['object', 'abortUploadsAfter'],
  ['relational.max_connections', 'maxConnections'],
  ['relational.statement_timeout', 'statementTimeout'],
  ['relational.storage_bytes', 'storage'],
  ['counter', 'counterMode'],
  ['dataset.keep_versions', 'keepVersions'],
  ['dataset', 'types'],
  ['time_series.acceptance', 'acceptance'],
  ['time_series', 'retention'],
  ['name', 'name'],
  ['namespace', 'name'],
  ['description', 'description'],
  ['consistency', 'consistency'],
  ['writes', 'writes'],
  ['ttl', 'ttl'],
  ['labels', 'labels'],
  ['deletion_protection', 'deletionProtection'],
];

/** Of many fields that stand in one place of the form, which one is meant. */
function messageOf(path: string, { message }: Violation): string {
  const field = /^(?:search\.fields|dataset\.types)\.(.+)$/.exec(path)?.[1];
  return field === undefined ? message : `${field} ${message}.`;
}

/** Puts the server's violations at their fields; what has no field in the form is returned to be shown above it. */
export function placeViolations(violations: readonly Violation[]): { errors: FieldErrors; others: Violation[] } {
  const errors: FieldErrors = {};
  const others: Violation[] = [];
  for (const violation of violations) {
    const path = violation.field.replace(/^\$?[./]?(spec[./])?/, '').replaceAll('/', '.');
    const place = PLACES.find(
      ([prefix]) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
    );
    if (!place) others.push(violation);
    else errors[place[1]] = [errors[place[1]], messageOf(path, violation)].filter(Boolean).join(' ');
  }
  return { errors, others };
}
