import { EmptyState, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import { ButtonLink } from '../../ui/ButtonLink';

export function NoSuchNamespace({ tenant, name }: { tenant: string; name: string }) {
  return (
    <EmptyState titleText="No such namespace" headingLevel="h2" icon={SearchIcon}>
      <EmptyStateBody>
        There is no namespace {name} in {tenant}, or you may not see it.
      </EmptyStateBody>
      <EmptyStateFooter>
        <ButtonLink variant="primary" to="/tenants/$tenant/namespaces" params={{ tenant }}>
          To the namespaces
        </ButtonLink>
      </EmptyStateFooter>
    </EmptyState>
  );
}
