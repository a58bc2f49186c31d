import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { operationsQuery } from '../features/operation/queries';
import { rootRoute, shownOnThePage } from './root';

export const operationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tenants/$tenant/operations',
  staticData: { title: ({ tenant }) => `Operations of ${tenant ?? ''}` },
  loader: ({ context, params }) =>
    void context.queries.infiniteQuery(operationsQuery({ tenant: params.tenant })).catch(shownOnThePage),
  component: lazyRouteComponent(() => import('../features/operation/OperationListPage'), 'OperationListPage'),
});
