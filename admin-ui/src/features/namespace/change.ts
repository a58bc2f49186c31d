import type { Namespace, NamespaceSpec } from '../../api/types';
import { formatBytes, formatCount, formatIsoDuration, isoDurationOf, parseBytes, parseCount } from '../../ui/format';
import { textOf } from './datasetTypes';
import { type Draft, EMPTY_DRAFT, specOf } from './draft';
import { fieldsOf, sectionOf } from './particulars';

const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));

/** In words where nothing is lost by them, else exactly. */
function worded<T extends number | string>(
  value: T | null | undefined,
  format: (value: T) => string,
  read: (text: string) => T | undefined,
): string {
  if (value === null || value === undefined) return '';
  const words = format(value);
  return read(words) === value ? words : String(value);
}

const countText = (count: number | null | undefined) => worded(count, formatCount, parseCount);

/** A spec as it would have been typed. */
export function draftOf({ name, spec }: Pick<Namespace, 'name' | 'spec'>): Draft {
  const { workload = {} } = spec;
  return {
    ...EMPTY_DRAFT,
    abstraction: spec.abstraction,
    name,
    description: spec.description ?? '',
    reads: countText(workload.reads_per_second?.mid),
    readsLow: countText(workload.reads_per_second?.low),
    readsHigh: countText(workload.reads_per_second?.high),
    writesPerSecond: countText(workload.writes_per_second?.mid),
    writesLow: countText(workload.writes_per_second?.low),
    writesHigh: countText(workload.writes_per_second?.high),
    itemBytes: worded(workload.item_bytes?.mid, formatBytes, parseBytes),
    items: countText(workload.items?.mid),
    latencyMean: text(workload.read_latency_ms?.mean),
    latencyP99: text(workload.read_latency_ms?.p99),
    consistency: spec.consistency ?? EMPTY_DRAFT.consistency,
    writes: spec.writes ?? EMPTY_DRAFT.writes,
    fields: fieldsOf(spec),
    abortUploadsAfter:
      worded(spec.object?.abort_uploads_after, formatIsoDuration, isoDurationOf) || EMPTY_DRAFT.abortUploadsAfter,
    maxConnections: text(spec.relational?.max_connections) || EMPTY_DRAFT.maxConnections,
    statementTimeout:
      worded(spec.relational?.statement_timeout, formatIsoDuration, isoDurationOf) || EMPTY_DRAFT.statementTimeout,
    storage: worded(spec.relational?.storage_bytes, formatBytes, parseBytes) || EMPTY_DRAFT.storage,
    counterMode: spec.counter?.mode ?? EMPTY_DRAFT.counterMode,
    types: textOf(spec.dataset?.types ?? {}),
    keepVersions: text(spec.dataset?.keep_versions) || EMPTY_DRAFT.keepVersions,
    retention: worded(spec.time_series?.retention, formatIsoDuration, isoDurationOf) || EMPTY_DRAFT.retention,
    acceptance: worded(spec.time_series?.acceptance, formatIsoDuration, isoDurationOf) || EMPTY_DRAFT.acceptance,
    ttl: worded(spec.ttl, formatIsoDuration, isoDurationOf),
    labels: Object.entries(spec.labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
    deletionProtection: spec.deletion_protection ?? false,
  };
}

/** The spec with what the form says. Whatever the form has no field for stays as it was; what was emptied is gone. */
export function changedSpec(spec: NamespaceSpec, draft: Draft): NamespaceSpec {
  const wanted = specOf(draft);
  const before = spec.workload ?? {};
  const after = wanted.workload ?? {};
  const outerBounds = (field: 'item_bytes' | 'items') =>
    after[field]?.mid === before[field]?.mid ? { [field]: before[field] } : {};
  return {
    ...spec,
    description: wanted.description ?? '',
    workload: {
      ...after,
      ...(before.write_latency_ms && { write_latency_ms: before.write_latency_ms }),
      // The form asks for the usual size and number only: bounds given elsewhere hold while those stay.
      ...outerBounds('item_bytes'),
      ...outerBounds('items'),
    },
    ...sectionOf(draft),
    ttl: wanted.ttl,
    labels: wanted.labels ?? {},
    deletion_protection: wanted.deletion_protection,
  };
}
