import { EmptyState, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import CubesIcon from '@patternfly/react-icons/dist/esm/icons/cubes-icon';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ButtonLink } from '../ui/ButtonLink';
import { PageHeading } from '../ui/PageHeading';
import { ProblemAlert } from '../ui/ProblemAlert';

export function NotFound() {
  return (
    <>
      <PageHeading title="No such page" />
      <EmptyState titleText="There is nothing at this address" headingLevel="h2" icon={CubesIcon}>
        <EmptyStateFooter>
          <ButtonLink variant="primary" to="/">
            To the start
          </ButtonLink>
        </EmptyStateFooter>
      </EmptyState>
    </>
  );
}

export function NoTenant() {
  return (
    <>
      <PageHeading title="Welcome to Quarry" />
      <EmptyState titleText="You belong to no tenant yet" headingLevel="h2" icon={CubesIcon}>
        <EmptyStateBody>Ask the administrator of your team’s tenant to make you a member.</EmptyStateBody>
      </EmptyState>
    </>
  );
}

/** A page that broke: the rest of the portal stays usable. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <PageHeading title="This page broke" />
      <ProblemAlert error={error} title="It could not be shown" onRetry={reset} />
    </>
  );
}
