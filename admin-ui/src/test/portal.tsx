import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { createQueries } from '../queries';
import { createPortalRouter } from '../router';
import { server } from './server';

/** Opens the portal at a path, as someone with this role in the tenant demo. */
export function openPortal(path: string, role = 'tenant-developer') {
  server.use(
    http.get('*/api/v1/me', () =>
      HttpResponse.json({
        principal: 'user:ada',
        name: 'ada',
        grants: [{ role, scope: { kind: 'tenant', tenant: 'demo' } }],
        tenants: ['demo'],
      }),
    ),
  );
  const queries = createQueries();
  const router = createPortalRouter(queries, createMemoryHistory({ initialEntries: [path] }));
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), router };
}
