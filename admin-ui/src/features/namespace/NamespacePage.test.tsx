import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { openPortal } from '../../test/portal';
import { aNamespace, anOperation, aPlan } from '../../test/samples';
import { server } from '../../test/server';

const URL_OF_ONE = '*/api/v1/tenants/demo/namespaces/profiles';

beforeEach(() => {
  server.use(
    http.get('*/api/v1/operations', () => HttpResponse.json({ items: [] })),
    http.get('*/api/v1/tenants/demo/namespaces', () => HttpResponse.json({ items: [aNamespace()] })),
    http.get(URL_OF_ONE, () => HttpResponse.json(aNamespace({ revision: 7 }))),
  );
});

it('is deleted only by typing its name, at the revision that was shown', async () => {
  const asked: string[] = [];
  server.use(
    http.delete(URL_OF_ONE, ({ request }) => {
      const { searchParams } = new URL(request.url);
      asked.push(`${request.headers.get('If-Match') ?? ''} ${searchParams.toString()}`);
      return searchParams.has('dry_run')
        ? HttpResponse.json(
            aPlan({ action: 'retire', effective: null, steps: [{ name: 'close', plan: 'Close the route.' }] }),
          )
        : HttpResponse.json(anOperation({ type: 'RetireNamespace' }), { status: 202 });
    }),
    http.get('*/api/v1/operations/01', () => HttpResponse.json(anOperation({ type: 'RetireNamespace' }))),
  );
  const { user, router } = openPortal('/tenants/demo/namespaces/profiles');
  await user.click(await screen.findByRole('button', { name: 'Delete namespace' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('radio', { name: /Purge at once/ }));
  expect(await dialog.findByText('Close the route.')).toBeVisible();
  const button = dialog.getByRole('button', { name: 'Delete and purge' });
  await user.type(dialog.getByLabelText(/to confirm/), 'profile');
  expect(button).toBeDisabled();
  await user.type(dialog.getByLabelText(/to confirm/), 's');
  await user.click(button);
  await waitFor(() => expect(router.state.location.pathname).toBe('/operations/01'));
  expect(asked.at(-1)).toBe('"7" retention=PT0S');
  expect(asked.slice(0, -1).every((query) => query.includes('dry_run=true'))).toBe(true);
});

it('offers a viewer nothing that would be refused', async () => {
  server.use(http.get(URL_OF_ONE, () => HttpResponse.json(aNamespace({ permissions: ['read'] }))));
  openPortal('/tenants/demo/namespaces/profiles', 'tenant-viewer');
  expect(await screen.findByText(/To change or delete it takes the role/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Delete namespace' })).not.toBeInTheDocument();
  expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Get it back', 'List the record']);
});

it('lets a protected one alone', async () => {
  const spec = { abstraction: 'key-value' as const, deletion_protection: true };
  server.use(http.get(URL_OF_ONE, () => HttpResponse.json(aNamespace({ spec }))));
  openPortal('/tenants/demo/namespaces/profiles');
  expect(await screen.findByRole('button', { name: 'Delete namespace' })).toBeDisabled();
  expect(screen.getByText(/protected from deletion/)).toBeVisible();
});

it('says so when there is none', async () => {
  server.use(http.get(URL_OF_ONE, () => HttpResponse.json({ title: 'Not found', code: 'not-found' }, { status: 404 })));
  openPortal('/tenants/demo/namespaces/profiles');
  expect(await screen.findByText('No such namespace')).toBeVisible();
});

it('lists none to a viewer with the role to ask for, and titles the document', async () => {
  server.use(http.get('*/api/v1/tenants/demo/namespaces', () => HttpResponse.json({ items: [] })));
  openPortal('/tenants/demo/namespaces', 'tenant-viewer');
  expect(await screen.findByText(/Someone with the role tenant-developer/)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Create namespace' })).not.toBeInTheDocument();
  await waitFor(() => expect(document.title).toBe('Namespaces of demo · Quarry'));
});

it('shows the fields of a search, and says plainly that it cannot be used yet', async () => {
  const namespace = aNamespace({
    spec: {
      abstraction: 'search',
      search: {
        fields: { title: { type: 'text', analyzer: 'simple' }, like: { type: 'dense-vector', dimensions: 3 } },
      },
    },
  });
  const status = { ...namespace.status, endpoint: '/data/v1/search/demo/profiles' };
  server.use(http.get(URL_OF_ONE, () => HttpResponse.json({ ...namespace, status })));
  openPortal('/tenants/demo/namespaces/profiles');
  expect(await screen.findByText('title: text, simple')).toBeVisible();
  expect(screen.getByText('like: dense-vector, 3 dimensions')).toBeVisible();
  expect(screen.getByText(/data routes of search namespaces come with a later version/)).toBeVisible();
  expect(screen.queryByRole('tab')).not.toBeInTheDocument();
  expect(screen.queryByText('Items expire')).not.toBeInTheDocument();
});
