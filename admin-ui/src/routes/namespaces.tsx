import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { listViewOf } from '../features/namespace/listView';
import { namespacesQuery } from '../features/namespace/queries';
import { rootRoute, shownOnThePage } from './root';

export const namespacesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants/$tenant/namespaces',
  staticData: { title: ({ tenant }) => `Namespaces of ${tenant ?? ''}` },
  validateSearch: listViewOf,
  loader: ({ context, params }) =>
    void context.queries.infiniteQuery(namespacesQuery(params.tenant)).catch(shownOnThePage),
  component: lazyRouteComponent(() => import('../features/namespace/NamespaceListPage'), 'NamespaceListPage'),
});
