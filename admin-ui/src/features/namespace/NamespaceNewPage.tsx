import { Breadcrumb, BreadcrumbItem, EmptyState, EmptyStateBody } from '@patternfly/react-core';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { PageHeading } from '../../ui/PageHeading';
import { useMe } from '../session/queries';
import { mayCreateNamespace, ROLE_TO_ASK_FOR } from '../session/roles';
import { EMPTY_DRAFT } from './draft';
import { PlannedForm } from './PlannedForm';
import { creation } from './queries';

const FROM = '/tenants/$tenant/namespaces/new';

export function NamespaceNewPage() {
  const { tenant } = useParams({ from: FROM });
  const { step } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const allowed = mayCreateNamespace(useMe(), tenant);
  return (
    <>
      <PageHeading
        title="New namespace"
        lead={allowed ? 'Say what you need. You see the plan before anything is made.' : undefined}
        breadcrumb={
          <Breadcrumb>
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to="/tenants/$tenant/namespaces" params={{ tenant }}>
                  Namespaces of {tenant}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>New</BreadcrumbItem>
          </Breadcrumb>
        }
      />
      {allowed ? (
        <PlannedForm
          key={tenant}
          tenant={tenant}
          action="create"
          initial={EMPTY_DRAFT}
          ask={creation(tenant)}
          planShown={step === 'plan'}
          onPlan={() => void navigate({ search: { step: 'plan' } })}
          onForm={() => void navigate({ search: {}, replace: true })}
          onCancel={() => void navigate({ to: '/tenants/$tenant/namespaces', params: { tenant } })}
          onAccepted={({ id }) => void navigate({ to: '/operations/$id', params: { id } })}
          onUnchanged={({ name }) =>
            void navigate({ to: '/tenants/$tenant/namespaces/$name', params: { tenant, name } })
          }
        />
      ) : (
        <EmptyState titleText="You may not create namespaces here" headingLevel="h2" icon={LockIcon}>
          <EmptyStateBody>
            That takes the role <code>{ROLE_TO_ASK_FOR}</code> in the tenant <code>{tenant}</code>. Its administrators
            can give it to you.
          </EmptyStateBody>
        </EmptyState>
      )}
    </>
  );
}
