import { create, expect, expectAccessible, freshName, open, purge, test } from './portal';

test('a viewer sees, and is offered nothing that would be refused', async ({ page, browser }) => {
  const developer = await browser.newPage();
  const name = freshName();
  await open(developer, '/', 'demo-developer');
  await create(developer, name);

  await open(page, '/tenants/demo/namespaces', 'demo-viewer');
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create namespace' })).toHaveCount(0);
  await expect(page.getByText(/ask for the role tenant-developer/)).toBeVisible();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByText(/To change or delete it takes the role/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete namespace' })).toHaveCount(0);
  await expectAccessible(page);
  await page.goto('/tenants/demo/namespaces/new');
  await expect(page.getByText('You may not create namespaces here')).toBeVisible();
  await expectAccessible(page);

  await purge(developer, name);
  await developer.close();
});

test('another tenant’s namespaces are not there', async ({ page }) => {
  await open(page, '/tenants/demo/namespaces', 'other-developer');
  await expect(page.getByText(/There is no tenant demo that you may see/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tenant: demo' })).toBeVisible();
});

test('log-in leads back to the page, and log-out ends the session', async ({ page }) => {
  await open(page, '/tenants/demo/namespaces?q=abc&state=ACTIVE', 'demo-developer');
  await expect(page).toHaveURL(/\/tenants\/demo\/namespaces\?q=abc&state=ACTIVE$/);
  const cookies = await page.context().cookies();
  expect(cookies.filter((cookie) => cookie.name.startsWith('q_')).every((cookie) => cookie.httpOnly)).toBe(true);
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain('eyJ');
  await page.getByRole('button', { name: 'Signed in as demo-developer' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect.poll(async () => (await page.request.get('/api/v1/me')).status()).toBe(401);
});

test('the policy lets nothing in but the portal itself', async ({ page }) => {
  await open(page, '/', 'demo-developer');
  const answer = await page.goto('/tenants/demo/namespaces');
  const policy = answer?.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe');
  const fonts = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family);
  });
  expect(fonts.join()).toContain('Red Hat Text');
});

test('every page stands the accessibility checker', async ({ page }) => {
  test.setTimeout(180_000);
  const name = freshName();
  await open(page, '/tenants/demo/namespaces', 'demo-developer');
  const operation = await create(page, name);

  await page.goto('/tenants/demo/namespaces');
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/tenants/demo/namespaces?q=there-is-no-such-thing');
  await expect(page.getByText('None fits the filter')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/tenants/demo/namespaces/${name}`);
  await expect(page.getByRole('heading', { name: 'Use it' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete namespace' }).click();
  await expect(page.getByRole('heading', { name: 'What will be done' })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/tenants/demo/namespaces/${name}/change`);
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('made by a test');
  await expectAccessible(page);

  await page.goto(`/operations/${operation.id}`);
  await expect(page.getByText(/^Done:/)).toBeVisible();
  await expectAccessible(page);
  await page.goto('/tenants/demo/operations');
  await expect(page.getByRole('grid', { name: /^Operations/ })).toBeVisible();
  await expectAccessible(page);

  await page.goto('/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill('NO');
  await expectAccessible(page);
  await page.getByRole('textbox', { name: /^Name/ }).fill(freshName());
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByRole('heading', { name: 'What will be done' })).toBeVisible();
  await expectAccessible(page);

  await page.goto('/tenants/demo/nowhere');
  await expect(page.getByText('There is nothing at this address')).toBeVisible();
  await expectAccessible(page);
  for (const menu of [/^Signed in/, /^Colours/, /^Tenant/]) {
    await page.getByRole('button', { name: menu }).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  }
  await purge(page, name);
});

test('dark and light are a choice that stays', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/', 'demo-developer');
  const dark = () => page.evaluate(() => document.documentElement.classList.contains('pf-v6-theme-dark'));
  expect(await dark()).toBe(false);
  await page.getByRole('button', { name: /^Colours/ }).click();
  await page.getByRole('option', { name: 'Dark' }).click();
  expect(await dark()).toBe(true);
  await page.reload();
  expect(await dark()).toBe(true);
  await page.getByRole('button', { name: /^Colours/ }).click();
  await page.getByRole('option', { name: 'As the system' }).click();
  expect(await dark()).toBe(false);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(dark).toBe(true);
});
