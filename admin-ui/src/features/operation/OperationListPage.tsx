import { Card, CardBody, EmptyState, EmptyStateBody } from '@patternfly/react-core';
import { useParams } from '@tanstack/react-router';
import { PageHeading } from '../../ui/PageHeading';
import { OperationTable } from './OperationTable';

export function OperationListPage() {
  const { tenant } = useParams({ from: '/tenants/$tenant/operations' });
  return (
    <>
      <PageHeading title="Operations" lead={`What was done, and is being done, to the namespaces of ${tenant}.`} />
      <Card component="section" aria-label="Operations">
        <CardBody>
          <OperationTable
            filter={{ tenant }}
            label={`Operations of ${tenant}`}
            empty={
              <EmptyState titleText="Nothing was done yet" headingLevel="h2" variant="sm">
                <EmptyStateBody>
                  Creating, changing and deleting a namespace each leave an operation here.
                </EmptyStateBody>
              </EmptyState>
            }
          />
        </CardBody>
      </Card>
    </>
  );
}
