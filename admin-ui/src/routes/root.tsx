import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext } from '@tanstack/react-router';
import { NotFound } from '../app/NotFound';
import { Shell } from '../app/Shell';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The document's title while this page is shown. */
    title?: (params: Record<string, string>) => string;
  }
}

/** A loader only starts early what the page asks for anyway; the page says what went wrong with it. */
export function shownOnThePage(): void {}

export const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFound,
});
