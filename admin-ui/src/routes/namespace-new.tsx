import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root';

export const namespaceNewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants/$tenant/namespaces/new',
  staticData: { title: ({ tenant }) => `New namespace in ${tenant ?? ''}` },
  validateSearch: (search: Record<string, unknown>): { step?: 'plan' } =>
    search.step === 'plan' ? { step: 'plan' } : {},
  component: lazyRouteComponent(() => import('../features/namespace/NamespaceNewPage'), 'NamespaceNewPage'),
});
