import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { namespaceQuery } from '../features/namespace/queries';
import { rootRoute, shownOnThePage } from './root';

export const namespaceChangeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants/$tenant/namespaces/$name/change',
  staticData: { title: ({ tenant, name }) => `Change ${name ?? ''} in ${tenant ?? ''}` },
  validateSearch: (search: Record<string, unknown>): { step?: 'plan' } =>
    search.step === 'plan' ? { step: 'plan' } : {},
  loader: ({ context, params }) =>
    void context.queries.query(namespaceQuery(params.tenant, params.name)).catch(shownOnThePage),
  component: lazyRouteComponent(() => import('../features/namespace/NamespaceChangePage'), 'NamespaceChangePage'),
});
