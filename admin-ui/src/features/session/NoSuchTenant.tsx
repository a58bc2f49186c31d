import { EmptyState, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import { ButtonLink } from '../../ui/ButtonLink';

/** For a tenant that is not there and one that is closed alike: the difference is nobody else's business. */
export function NoSuchTenant({ tenant }: { tenant: string }) {
  return (
    <EmptyState titleText={`There is no tenant ${tenant} that you may see`} headingLevel="h2" icon={SearchIcon}>
      <EmptyStateBody>If there should be, ask its administrators to make you a member.</EmptyStateBody>
      <EmptyStateFooter>
        <ButtonLink variant="primary" to="/">
          To the start
        </ButtonLink>
      </EmptyStateFooter>
    </EmptyState>
  );
}
