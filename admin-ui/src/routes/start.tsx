import { createRoute, redirect } from '@tanstack/react-router';
import { NoTenant } from '../app/NotFound';
import { meQuery } from '../features/session/queries';
import { rootRoute } from './root';

export const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  staticData: { title: () => 'Welcome' },
  loader: async ({ context }) => {
    const [tenant] = (await context.queries.query({ ...meQuery, staleTime: 'static' })).tenants;
    if (tenant !== undefined) throw redirect({ to: '/tenants/$tenant/namespaces', params: { tenant }, replace: true });
  },
  component: NoTenant,
});
