import type { QueryClient } from '@tanstack/react-query';
import { createRouter, type RouterHistory } from '@tanstack/react-router';
import { PageError } from './app/NotFound';
import { namespaceRoute } from './routes/namespace';
import { namespaceChangeRoute } from './routes/namespace-change';
import { namespaceNewRoute } from './routes/namespace-new';
import { namespacesRoute } from './routes/namespaces';
import { operationRoute } from './routes/operation';
import { operationsRoute } from './routes/operations';
import { rootRoute } from './routes/root';
import { startRoute } from './routes/start';

const routeTree = rootRoute.addChildren([
  startRoute,
  namespacesRoute,
  namespaceNewRoute,
  namespaceRoute,
  namespaceChangeRoute,
  operationsRoute,
  operationRoute,
]);

export function createPortalRouter(queries: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queries },
    ...(history && { history }),
    defaultPreload: 'intent',
    // TanStack Query decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
    // The page scrolls inside the frame, not with the window.
    scrollToTopSelectors: ['.pf-v6-c-page__main'],
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
