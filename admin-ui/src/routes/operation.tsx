import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { operationQuery } from '../features/operation/queries';
import { rootRoute, shownOnThePage } from './root';

export const operationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operations/$id',
  staticData: { title: () => 'Operation' },
  loader: ({ context, params }) => void context.queries.query(operationQuery(params.id)).catch(shownOnThePage),
  component: lazyRouteComponent(() => import('../features/operation/OperationPage'), 'OperationPage'),
});
