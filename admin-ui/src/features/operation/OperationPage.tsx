import {
  Alert,
  Breadcrumb,
  BreadcrumbItem,
  Card,
  CardBody,
  CardTitle,
  EmptyState,
  EmptyStateBody,
  EmptyStateFooter,
  Label,
  Progress,
} from '@patternfly/react-core';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import { Link, useParams } from '@tanstack/react-router';
import { isAbsent } from '../../api/problem';
import type { Operation } from '../../api/types';
import { ButtonLink } from '../../ui/ButtonLink';
import { formatDuration, formatMoment } from '../../ui/format';
import { KeyValues } from '../../ui/KeyValues';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useNow } from '../../ui/time';
import { Interventions } from './Interventions';
import type { Feed } from './live';
import { OperationStateLabel } from './OperationStateLabel';
import { useLiveOperation } from './queries';
import { durationOf, hasEnded, sentenceOf, titleOf } from './states';
import { Timeline } from './Timeline';
import './operation.css';

export function OperationPage() {
  const { id } = useParams({ from: '/operations/$id' });
  // A page for each: what the stream told of one operation says nothing about another.
  return <LiveOperation key={id} id={id} />;
}

function LiveOperation({ id }: { id: string }) {
  const { data: operation, error, feed, refetch } = useLiveOperation(id);
  const now = useNow(200, operation !== undefined && !hasEnded(operation));
  if (!operation) {
    return (
      <>
        <PageHeading title="Operation" />
        {isAbsent(error) ? (
          <NoSuchOperation />
        ) : error ? (
          <ProblemAlert error={error} title="The operation could not be loaded" onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={6} label="Loading the operation" />
        )}
      </>
    );
  }
  const { tenant, name } = operation.target;
  return (
    <>
      <PageHeading
        title={`${titleOf(operation.type)} ${name}`}
        badge={<OperationStateLabel state={operation.state} />}
        lead={<span role="status">{sentenceOf(operation)}</span>}
        breadcrumb={
          <Breadcrumb>
            {tenant !== undefined && (
              <BreadcrumbItem
                render={({ className }) => (
                  <Link className={className} to="/tenants/$tenant/operations" params={{ tenant }}>
                    Operations of {tenant}
                  </Link>
                )}
              />
            )}
            <BreadcrumbItem isActive>{titleOf(operation.type)}</BreadcrumbItem>
          </Breadcrumb>
        }
        actions={
          <>
            <Interventions operation={operation} />
            <NextThing operation={operation} />
          </>
        }
      />
      {error && <ProblemAlert error={error} title="What is shown may be old" onRetry={() => void refetch()} />}
      {operation.problem && (
        <Alert isInline variant="danger" title={operation.problem.title} component="h2">
          {operation.problem.detail}
        </Alert>
      )}
      <div className="q-columns">
        <Card component="section">
          <CardTitle component="h2">
            Steps <FeedLabel feed={feed} />
          </CardTitle>
          <CardBody>
            {operation.progress.unit !== 'steps' && operation.progress.total > 0 && (
              <Progress
                className="q-progress"
                title={`${operation.progress.done} of ${operation.progress.total} ${operation.progress.unit}`}
                value={(operation.progress.done / operation.progress.total) * 100}
                aria-label="Progress"
              />
            )}
            <Timeline operation={operation} now={now} />
          </CardBody>
        </Card>
        <Card component="section">
          <CardTitle component="h2">About</CardTitle>
          <CardBody>
            <KeyValues
              entries={[
                tenant === undefined
                  ? ['Shard', name]
                  : [
                      'Namespace',
                      isDeletion(operation) && operation.state === 'SUCCEEDED' ? (
                        `${tenant}/${name}, deleted`
                      ) : (
                        <Link key="n" to="/tenants/$tenant/namespaces/$name" params={{ tenant, name }}>
                          {tenant}/{name}
                        </Link>
                      ),
                    ],
                ['Asked for by', operation.requested_by.replace(/^(user|client):/, '')],
                ['Begun', formatMoment(operation.created_at)],
                [
                  hasEnded(operation) ? 'Took' : 'Running for',
                  <span key="t" className="q-tabular">
                    {formatDuration(durationOf(operation, now))}
                  </span>,
                ],
                [
                  'Id',
                  <code key="i" className="q-break">
                    {operation.id}
                  </code>,
                ],
              ]}
            />
          </CardBody>
        </Card>
      </div>
    </>
  );
}

function NextThing({ operation }: { operation: Operation }) {
  const { tenant, name } = operation.target;
  if (operation.state !== 'SUCCEEDED' || tenant === undefined) return null;
  return isDeletion(operation) ? (
    <ButtonLink variant="secondary" to="/tenants/$tenant/namespaces" params={{ tenant }}>
      Back to the namespaces
    </ButtonLink>
  ) : (
    <ButtonLink variant="primary" to="/tenants/$tenant/namespaces/$name" params={{ tenant, name }}>
      Open {name}
    </ButtonLink>
  );
}

const isDeletion = ({ type }: Operation) => ['RetireNamespace', 'PurgeNamespace'].includes(type);

function NoSuchOperation() {
  return (
    <EmptyState titleText="No such operation" headingLevel="h2" icon={SearchIcon}>
      <EmptyStateBody>There is no operation at this address, or you may not see it.</EmptyStateBody>
      <EmptyStateFooter>
        <ButtonLink variant="primary" to="/">
          To the start
        </ButtonLink>
      </EmptyStateFooter>
    </EmptyState>
  );
}

function FeedLabel({ feed }: { feed: Feed }) {
  switch (feed) {
    case 'live':
      return (
        <Label isCompact variant="outline" color="green" className="q-live">
          live
        </Label>
      );
    case 'polling':
      return (
        <Label isCompact variant="outline" color="grey" className="q-live">
          asking every second or two
        </Label>
      );
    case 'connecting':
    case 'ended':
      return null;
  }
}
