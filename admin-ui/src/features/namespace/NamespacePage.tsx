import {
  Alert,
  Breadcrumb,
  BreadcrumbItem,
  Card,
  CardBody,
  CardTitle,
  Label,
  LabelGroup,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isAbsent } from '../../api/problem';
import type { Interval, Namespace, NamespaceSpec } from '../../api/types';
import { ButtonLink } from '../../ui/ButtonLink';
import { formatBytes, formatCount, formatIsoDuration, formatMoment } from '../../ui/format';
import type { Option } from '../../ui/Choice';
import { type Entry, KeyValues } from '../../ui/KeyValues';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { Sentences } from '../../ui/Sentences';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { OperationTable } from '../operation/OperationTable';
import { textOf } from './datasetTypes';
import { CONSISTENCIES, COUNTER_MODES, WRITES } from './choices';
import { Chosen } from './Chosen';
import { DangerZone } from './DangerZone';
import { EndpointCard, NoRoutesYet } from './EndpointCard';
import { NamespaceStateLabel } from './NamespaceStateLabel';
import { NoSuchNamespace } from './NoSuchNamespace';
import { hasPromises, hasTtl, itemsOf } from './particulars';
import { namespaceQuery } from './queries';
import { canBeUsed } from './requests';
import { isServing, sentenceOf } from './states';

export function NamespacePage() {
  const { tenant, name } = useParams({ from: '/tenants/$tenant/namespaces/$name' });
  const { data: namespace, error, refetch } = useQuery(namespaceQuery(tenant, name));
  const breadcrumb = (
    <Breadcrumb>
      <BreadcrumbItem
        render={({ className }) => (
          <Link className={className} to="/tenants/$tenant/namespaces" params={{ tenant }}>
            Namespaces of {tenant}
          </Link>
        )}
      />
      <BreadcrumbItem isActive>{name}</BreadcrumbItem>
    </Breadcrumb>
  );
  const gone = isAbsent(error);
  if (gone || !namespace) {
    return (
      <>
        <PageHeading title={name} breadcrumb={breadcrumb} />
        {gone ? <NoSuchNamespace tenant={tenant} name={name} /> : null}
        {error && !gone ? (
          <ProblemAlert error={error} title="The namespace could not be loaded" onRetry={() => void refetch()} />
        ) : null}
        {!error && <SkeletonRows rows={8} label="Loading the namespace" />}
      </>
    );
  }
  return (
    <>
      <PageHeading
        title={namespace.name}
        badge={<NamespaceStateLabel state={namespace.status.state} />}
        lead={<span role="status">{sentenceOf(namespace)}</span>}
        breadcrumb={breadcrumb}
        actions={<Actions namespace={namespace} />}
      />
      {error && <ProblemAlert error={error} title="What is shown may be old" onRetry={() => void refetch()} />}
      <div className="q-columns">
        <div className="q-stack">
          {isServing(namespace) &&
            namespace.status.endpoint &&
            (canBeUsed(namespace.spec.abstraction) ? (
              <EndpointCard endpoint={namespace.status.endpoint} permissions={namespace.permissions} />
            ) : (
              <NoRoutesYet abstraction={namespace.spec.abstraction} endpoint={namespace.status.endpoint} />
            ))}
          <WhatItGot namespace={namespace} />
        </div>
        <Card component="section">
          <CardTitle component="h2">What was asked for</CardTitle>
          <CardBody>
            <KeyValues entries={specEntries(namespace)} />
          </CardBody>
        </Card>
      </div>
      <Card component="section">
        <CardTitle component="h2">Operations</CardTitle>
        <CardBody>
          <OperationTable
            filter={{ tenant, namespace: name }}
            label={`Operations of ${name}`}
            empty={<p className="q-quiet">Nothing was done to it yet.</p>}
          />
        </CardBody>
      </Card>
      <DangerZone namespace={namespace} />
    </>
  );
}

function Actions({ namespace: { tenant, name, status, permissions } }: { namespace: Namespace }) {
  if (status.operation_id) {
    return (
      <ButtonLink variant="secondary" to="/operations/$id" params={{ id: status.operation_id }}>
        Watch what is being done
      </ButtonLink>
    );
  }
  if (status.state !== 'ACTIVE' || !permissions.includes('change')) return null;
  return (
    <ButtonLink variant="secondary" to="/tenants/$tenant/namespaces/$name/change" params={{ tenant, name }}>
      Change
    </ButtonLink>
  );
}

function specEntries({ spec }: Namespace): Entry[] {
  const { workload = {}, labels = {} } = spec;
  const all: (readonly [string, React.ReactNode])[] = [
    ['Description', spec.description],
    ['Abstraction', spec.abstraction],
    ['Reads', rangeOf(workload.reads_per_second, (count) => `${formatCount(count)}/s`)],
    ['Writes', rangeOf(workload.writes_per_second, (count) => `${formatCount(count)}/s`)],
    [itemsOf(spec.abstraction), rangeOf(workload.items, formatCount)],
    ['Size of an item', rangeOf(workload.item_bytes, formatBytes)],
    ['Reads promise', hasPromises(spec.abstraction) && labelOf(CONSISTENCIES, spec.consistency)],
    ['Writes at once', hasPromises(spec.abstraction) && labelOf(WRITES, spec.writes)],
    ...particularsOf(spec),
    ['Items expire', hasTtl(spec.abstraction) && (spec.ttl ? `after ${formatIsoDuration(spec.ttl)}` : 'never')],
    ['Protected', spec.deletion_protection ? 'from deletion' : 'no'],
    [
      'Labels',
      Object.keys(labels).length > 0 && (
        <LabelGroup numLabels={8} aria-label="Labels">
          {Object.entries(labels).map(([key, value]) => (
            <Label key={key} isCompact variant="outline">
              {key}={value}
            </Label>
          ))}
        </LabelGroup>
      ),
    ],
  ];
  return all.filter(([, value]) => value !== undefined && value !== '' && value !== false);
}

function particularsOf({
  search,
  object,
  relational,
  counter,
  dataset,
  time_series,
}: NamespaceSpec): (readonly [string, React.ReactNode])[] {
  const fields = Object.entries(search?.fields ?? {});
  const { max_connections, statement_timeout, storage_bytes } = relational ?? {};
  return [
    [
      'Fields',
      fields.length > 0 && (
        <Sentences
          of={fields.map(([name, { type, analyzer, dimensions }]) =>
            [`${name}: ${type}`, analyzer && `, ${analyzer}`, dimensions && `, ${dimensions} dimensions`]
              .filter(Boolean)
              .join(''),
          )}
        />
      ),
    ],
    [
      'Unfinished uploads',
      object?.abort_uploads_after && `dropped after ${formatIsoDuration(object.abort_uploads_after)}`,
    ],
    ['What a count is worth', labelOf(COUNTER_MODES, counter?.mode)],
    ['Types', dataset && <Sentences of={textOf(dataset.types).split('\n')} />],
    ['Versions', dataset && `the last ${dataset.keep_versions ?? 10} are kept`],
    ['Events are kept', time_series?.retention && `for ${formatIsoDuration(time_series.retention)}`],
    ['Events may be late', time_series?.acceptance && `by ${formatIsoDuration(time_series.acceptance)}`],
    ['Connections', max_connections],
    ['Statements end', statement_timeout && `after ${formatIsoDuration(statement_timeout)}`],
    ['Storage', storage_bytes && formatBytes(storage_bytes)],
  ];
}

function WhatItGot({ namespace: { uid, revision, created_at, status } }: { namespace: Namespace }) {
  const { placements, effective } = status;
  const { warnings } = effective;
  return (
    <Card component="section">
      <CardTitle component="h2">What it got</CardTitle>
      <CardBody className="q-plan">
        {warnings.length > 0 && (
          <Alert isInline isPlain variant="warning" title="Worth knowing" component="h3">
            <Sentences of={warnings} />
          </Alert>
        )}
        <div>
          <Chosen
            placements={placements}
            effective={effective}
            more={[
              ['Created', formatMoment(created_at)],
              ['Revision', revision],
              [
                'Uid',
                <code key="uid" className="q-break">
                  {uid}
                </code>,
              ],
            ]}
          />
        </div>
      </CardBody>
    </Card>
  );
}

const labelOf = (options: readonly Option[], value: string | undefined) =>
  options.find((option) => option.value === value)?.label ?? value;

/** "500/s", or "500/s (200/s to 2,000/s)". */
function rangeOf(interval: Interval | undefined, format: (count: number) => string): string | undefined {
  if (!interval) return undefined;
  const { low, mid, high } = interval;
  const ends = [low, high].filter((end) => end !== undefined).map(format);
  const range = low !== undefined && high !== undefined ? ends.join(' to ') : (ends[0] ?? '');
  return range ? `${format(mid)} (${range})` : format(mid);
}
