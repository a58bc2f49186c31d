import { copied, expect, runInShell, test, tokenOf } from './portal';

test('a viewer sees, and is offered nothing that would be refused', async ({ page, visit, namespaces }) => {
  const { name } = await namespaces.create();
  await visit('demo-viewer', '/tenants/demo/namespaces');
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create namespace' })).toHaveCount(0);
  await expect(page.getByText(/ask for the role tenant-developer/)).toBeVisible();

  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(/To change or delete it takes the role/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete namespace' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Change', exact: true })).toHaveCount(0);
  await expect(page.getByRole('tab')).toHaveText(['Get it back', 'List the record']);
  await page.getByRole('tab', { name: 'List the record' }).click();
  expect(JSON.parse(await runInShell(await copied(page, 'Copy: List the record'), 'demo-viewer'))).toMatchObject({
    items: [],
  });

  for (const [path, refusal] of [
    ['new', 'You may not create namespaces here'],
    [`${name}/change`, 'You may not change this namespace'],
  ] as const) {
    await page.goto(`/tenants/demo/namespaces/${path}`);
    await expect(page.getByText(refusal)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Show the plan' })).toHaveCount(0);
    await page.getByRole('link', { name: 'Namespaces of demo' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();
  }
});

test('what belongs to another tenant is not there', async ({ page, visit, namespaces, request }) => {
  const { name, operation } = await namespaces.create();
  await visit('other-developer', '/');
  await expect(page).toHaveURL(/\/tenants\/other\/namespaces$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
  await page.getByRole('button', { name: 'Tenant: other' }).click();
  await expect(page.getByRole('option')).toHaveText(['other']);

  for (const [path, said] of [
    ['/tenants/demo/namespaces', 'There is no tenant demo that you may see'],
    ['/tenants/demo/operations', 'There is no tenant demo that you may see'],
    [`/tenants/demo/namespaces/${name}`, 'No such namespace'],
    [`/operations/${operation.id}`, 'No such operation'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: said })).toBeVisible();
    await expect(page.getByText('made by a test')).toHaveCount(0);
  }
  await page.getByRole('link', { name: 'To the start', exact: true }).click();
  await expect(page).toHaveURL(/\/tenants\/other\/namespaces$/);

  const headers = { Authorization: `Bearer ${tokenOf('other-developer')}` };
  for (const path of [
    '/api/v1/tenants/demo/namespaces',
    `/api/v1/tenants/demo/namespaces/${name}`,
    `/api/v1/operations/${operation.id}`,
    `/api/v1/operations/${operation.id}/events`,
    `/data/v1/kv/demo/${name}/records/ada`,
  ]) {
    expect((await request.get(path, { headers })).status(), path).toBe(404);
  }
});
