import {
  Button,
  Card,
  CardBody,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  FormSelect,
  FormSelectOption,
  SearchInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import CubesIcon from '@patternfly/react-icons/dist/esm/icons/cubes-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isAbsent } from '../../api/problem';
import { ButtonLink } from '../../ui/ButtonLink';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useMe } from '../session/queries';
import { NoSuchTenant } from '../session/NoSuchTenant';
import { mayCreateNamespace, ROLE_TO_ASK_FOR, rolesIn } from '../session/roles';
import { type ListView, viewed } from './listView';
import { wordOf } from './NamespaceStateLabel';
import { NamespaceTable } from './NamespaceTable';
import { namespacesQuery } from './queries';
import { STATES } from './states';

const FROM = '/tenants/$tenant/namespaces';

export function NamespaceListPage() {
  const { tenant } = useParams({ from: FROM });
  const me = useMe();
  const mayCreate = mayCreateNamespace(me, tenant);
  const create = (
    <ButtonLink variant="primary" to="/tenants/$tenant/namespaces/new" params={{ tenant }}>
      Create namespace
    </ButtonLink>
  );
  return (
    <>
      <PageHeading
        title="Namespaces"
        lead={leadOf(tenant, mayCreate, rolesIn(me, tenant))}
        actions={mayCreate ? create : undefined}
      />
      <Card component="section" aria-label="Namespaces">
        <CardBody>
          <NamespaceList key={tenant} tenant={tenant} create={mayCreate ? create : undefined} />
        </CardBody>
      </Card>
    </>
  );
}

function leadOf(tenant: string, mayCreate: boolean, roles: readonly string[]): string | undefined {
  if (mayCreate) return `Where the applications of ${tenant} keep their data.`;
  if (roles.length === 0) return undefined;
  return `You may look at the namespaces of ${tenant} as ${roles.join(', ')}; to create one, ask for the role ${ROLE_TO_ASK_FOR}.`;
}

function NamespaceList({ tenant, create }: { tenant: string; create: React.ReactNode }) {
  const view = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const query = useInfiniteQuery(namespacesQuery(tenant));
  const show = (change: { [key in keyof ListView]: ListView[key] | undefined }) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value)),
      replace: true,
    });

  // A filter looks at all namespaces, not only at those that happen to be loaded.
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const wanted = hasNextPage && !isFetching && !query.error && (view.q !== undefined || view.state !== undefined);
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);

  if (query.isPending) return <SkeletonRows rows={6} label="Loading the namespaces" />;
  if (!query.data) {
    if (isAbsent(query.error)) return <NoSuchTenant tenant={tenant} />;
    return (
      <ProblemAlert
        error={query.error}
        title="The namespaces could not be loaded"
        onRetry={() => void query.refetch()}
      />
    );
  }

  const all = query.data.pages.flatMap((page) => page.items);
  const shown = viewed(all, view);
  if (all.length === 0) {
    return (
      <EmptyState titleText="No namespaces yet" headingLevel="h2" icon={CubesIcon}>
        <EmptyStateBody>
          {create
            ? 'Say what an application will keep and how often it reads and writes. You see the plan before anything is made, and have an endpoint seconds later.'
            : `Someone with the role ${ROLE_TO_ASK_FOR} in ${tenant} can create the first one.`}
        </EmptyStateBody>
        {create && (
          <EmptyStateFooter>
            <EmptyStateActions>{create}</EmptyStateActions>
          </EmptyStateFooter>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      {query.error && (
        <ProblemAlert error={query.error} title="What is shown may be old" onRetry={() => void query.refetch()} />
      )}
      <Toolbar className="q-toolbar" inset={{ default: 'insetNone' }}>
        <ToolbarContent>
          <ToolbarItem className="q-toolbar__search">
            <SearchInput
              aria-label="Filter by name, description or label"
              placeholder="Name, description or label"
              value={view.q ?? ''}
              onChange={(_, q) => show({ q })}
              onClear={() => show({ q: undefined })}
            />
          </ToolbarItem>
          <ToolbarItem>
            <FormSelect aria-label="Filter by state" value={view.state ?? ''} onChange={(_, state) => show({ state })}>
              <FormSelectOption value="" label="Every state" />
              {STATES.map((state) => (
                <FormSelectOption key={state} value={state} label={wordOf(state)} />
              ))}
            </FormSelect>
          </ToolbarItem>
          <ToolbarItem className="q-quiet" alignSelf="center" role="status">
            {shown.length === all.length ? counted(all.length) : `${shown.length} of ${counted(all.length)}`}
            {query.hasNextPage && ', more to load'}
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {shown.length === 0 ? (
        <EmptyState titleText="None fits the filter" headingLevel="h2" icon={SearchIcon} variant="sm">
          <EmptyStateFooter>
            <Button variant="link" onClick={() => show({ q: undefined, state: undefined })}>
              Clear the filter
            </Button>
          </EmptyStateFooter>
        </EmptyState>
      ) : (
        <NamespaceTable namespaces={shown} sort={view.sort ?? 'name'} onSort={(sort) => show({ sort })} />
      )}
      {query.hasNextPage && (
        <Button variant="link" isLoading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Load more
        </Button>
      )}
    </>
  );
}

const counted = (count: number) => `${count} ${count === 1 ? 'namespace' : 'namespaces'}`;
