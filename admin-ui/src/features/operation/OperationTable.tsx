import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isAbsent } from '../../api/problem';
import { formatDuration } from '../../ui/format';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { Moment, useNow } from '../../ui/time';
import { NoSuchTenant } from '../session/NoSuchTenant';
import { OperationStateLabel } from './OperationStateLabel';
import { type OperationFilter, operationsQuery } from './queries';
import { durationOf, hasEnded, titleOf } from './states';

interface OperationTableProps {
  filter: OperationFilter;
  label: string;
  /** What to say when nothing was ever done. */
  empty: ReactNode;
}

/** Newest first, as the server sends them. */
export function OperationTable({ filter, label, empty }: OperationTableProps) {
  const query = useInfiniteQuery(operationsQuery(filter));
  const operations = query.data?.pages.flatMap((page) => page.items) ?? [];
  const now = useNow(
    1000,
    operations.some((operation) => !hasEnded(operation)),
  );
  if (query.isPending) return <SkeletonRows rows={4} label="Loading the operations" />;
  if (!query.data) {
    if (isAbsent(query.error)) return <NoSuchTenant tenant={filter.tenant} />;
    return (
      <ProblemAlert
        error={query.error}
        title="The operations could not be loaded"
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (operations.length === 0) return empty;
  return (
    <>
      <Table aria-label={label} variant="compact" gridBreakPoint="grid-md">
        <Thead>
          <Tr>
            <Th>Operation</Th>
            {filter.namespace === undefined && <Th>Namespace</Th>}
            <Th>State</Th>
            <Th>By</Th>
            <Th>Begun</Th>
            <Th>Took</Th>
          </Tr>
        </Thead>
        <Tbody>
          {operations.map((operation) => (
            <Tr key={operation.id}>
              <Td dataLabel="Operation">
                <Link to="/operations/$id" params={{ id: operation.id }}>
                  {titleOf(operation.type)}
                </Link>
              </Td>
              {filter.namespace === undefined && <Td dataLabel="Namespace">{operation.target.name}</Td>}
              <Td dataLabel="State">
                <OperationStateLabel state={operation.state} />
              </Td>
              <Td dataLabel="By">{operation.requested_by.replace(/^(user|client):/, '')}</Td>
              <Td dataLabel="Begun">
                <Moment at={operation.created_at} />
              </Td>
              <Td dataLabel="Took" className="q-tabular">
                {formatDuration(durationOf(operation, now))}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {query.hasNextPage && (
        <Button variant="link" isLoading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older ones
        </Button>
      )}
    </>
  );
}
