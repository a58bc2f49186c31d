import '@patternfly/react-core/dist/styles/base.css';
import './ui/portal.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followSystem } from './app/theme';
import { createQueries } from './queries';
import { createPortalRouter } from './router';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');

followSystem();
const queries = createQueries();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createPortalRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);
