import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { namespaceQuery } from '../features/namespace/queries';
import { rootRoute, shownOnThePage } from './root';

export const namespaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants/$tenant/namespaces/$name',
  staticData: { title: ({ tenant, name }) => `${name ?? ''} in ${tenant ?? ''}` },
  loader: ({ context, params }) =>
    void context.queries.query(namespaceQuery(params.tenant, params.name)).catch(shownOnThePage),
  component: lazyRouteComponent(() => import('../features/namespace/NamespacePage'), 'NamespacePage'),
});
