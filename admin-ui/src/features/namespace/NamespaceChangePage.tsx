import { Breadcrumb, BreadcrumbItem, EmptyState, EmptyStateBody } from '@patternfly/react-core';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isAbsent } from '../../api/problem';
import type { Namespace } from '../../api/types';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { ROLE_TO_ASK_FOR } from '../session/roles';
import { draftOf } from './change';
import { NoSuchNamespace } from './NoSuchNamespace';
import { PlannedForm } from './PlannedForm';
import { change, namespaceQuery } from './queries';

const FROM = '/tenants/$tenant/namespaces/$name/change';

export function NamespaceChangePage() {
  const { tenant, name } = useParams({ from: FROM });
  const { data: namespace, error, refetch } = useQuery(namespaceQuery(tenant, name));
  return (
    <>
      <PageHeading
        title={`Change ${name}`}
        lead="What it promises and its name stay; the rest can change while it serves."
        breadcrumb={
          <Breadcrumb>
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to="/tenants/$tenant/namespaces" params={{ tenant }}>
                  Namespaces of {tenant}
                </Link>
              )}
            />
            <BreadcrumbItem
              render={({ className }) => (
                <Link className={className} to="/tenants/$tenant/namespaces/$name" params={{ tenant, name }}>
                  {name}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>Change</BreadcrumbItem>
          </Breadcrumb>
        }
      />
      {!namespace && !error && <SkeletonRows rows={8} label="Loading the namespace" />}
      {!namespace && isAbsent(error) && <NoSuchNamespace tenant={tenant} name={name} />}
      {!namespace && error && !isAbsent(error) && (
        <ProblemAlert error={error} title="The namespace could not be loaded" onRetry={() => void refetch()} />
      )}
      {namespace &&
        (namespace.permissions.includes('change') ? (
          <Change key={namespace.uid} namespace={namespace} />
        ) : (
          <NotAllowed />
        ))}
    </>
  );
}

/** Starts from the revision that was read, and stays with it: a change by someone else meanwhile is refused, not overwritten. */
function Change({ namespace: current }: { namespace: Namespace }) {
  const [namespace] = useState(current);
  const { tenant, name } = namespace;
  const { step } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  return (
    <PlannedForm
      tenant={tenant}
      action="change"
      initial={draftOf(namespace)}
      ask={change(namespace)}
      planShown={step === 'plan'}
      onPlan={() => void navigate({ search: { step: 'plan' } })}
      onForm={() => void navigate({ search: {}, replace: true })}
      onCancel={() => void navigate({ to: '/tenants/$tenant/namespaces/$name', params: { tenant, name } })}
      onAccepted={({ id }) => void navigate({ to: '/operations/$id', params: { id } })}
      onUnchanged={({ name }) => void navigate({ to: '/tenants/$tenant/namespaces/$name', params: { tenant, name } })}
    />
  );
}

function NotAllowed() {
  return (
    <EmptyState titleText="You may not change this namespace" headingLevel="h2" icon={LockIcon}>
      <EmptyStateBody>
        That takes the role <code>{ROLE_TO_ASK_FOR}</code> in its tenant.
      </EmptyStateBody>
    </EmptyState>
  );
}
