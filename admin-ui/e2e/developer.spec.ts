import { copied, expect, runInShell, SPEC, test } from './portal';

test('a developer creates a namespace, uses it, and deletes it', async ({ page, visit, namespaces, baseURL }) => {
  const name = namespaces.name();
  await visit('demo-developer', '/');
  await expect(page).toHaveURL(/\/tenants\/demo\/namespaces$/);
  await expect(page).toHaveTitle('Namespaces of demo · Quarry');

  await test.step('the form checks as one types, and shows the plan before anything is made', async () => {
    await page.getByRole('link', { name: 'Create namespace' }).first().click();
    await expect(page.getByRole('heading', { name: 'New namespace' })).toBeFocused();
    const field = page.getByRole('textbox', { name: /^Name/ });
    await field.fill('No Good');
    await expect(page.getByText('Use small letters only.')).toBeVisible();
    await field.fill(name);
    await expect(page.getByText('Use small letters only.')).toBeHidden();
    await page.getByRole('textbox', { name: 'Description' }).fill('made by a test');
    await page.getByRole('button', { name: '30 days' }).click();
    await expect(page.getByRole('textbox', { name: 'Items expire after' })).toHaveValue('30 days');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await expect(page.getByRole('heading', { name: 'What will be done' })).toBeVisible();
    await expect(page.getByText('cassandra-1').first()).toBeVisible();
    const answer = await page.request.get(`/api/v1/tenants/demo/namespaces/${name}`);
    expect(answer.status()).toBe(404);
  });

  await test.step('it is made when one agrees', async () => {
    await page.getByRole('button', { name: 'Agree and create' }).click();
    await expect(page).toHaveURL(/\/operations\/[0-9a-f-]+$/);
    await expect(page.getByRole('heading', { level: 1, name: `Create namespace ${name}` })).toBeVisible();
    await expect(page.getByText(/^Done: \d+ steps? carried out/)).toBeVisible({ timeout: 20_000 });
    await page.getByRole('link', { name: `Open ${name}` }).click();
    await expect(page.getByText(/It is ready and serves requests/)).toBeVisible();
    await expect(page.getByText('after 30 days')).toBeVisible();
  });

  await test.step('its endpoint and its requests work when pasted', async () => {
    expect(await copied(page, 'Copy')).toBe(`${baseURL ?? ''}/data/v1/kv/demo/${name}`);
    const paste = async (tab: string) => {
      await page.getByRole('tab', { name: tab }).click();
      const command = await copied(page, `Copy: ${tab}`);
      await expect(page.getByRole('tabpanel', { name: tab }).getByText('Copied', { exact: true })).toBeVisible();
      // What is copied is what is shown.
      await expect(page.getByRole('tabpanel', { name: tab }).locator('code')).toHaveText(command);
      return runInShell(command, 'demo-developer');
    };
    expect(await paste('Put an item')).toMatch(/^HTTP\/[\d.]+ 2\d\d/);
    expect(await paste('Get it back')).toContain('ada@example.com');
    expect(await paste('List the record')).toContain('email');
  });

  await test.step('it is found in the list by the filter, which the URL keeps', async () => {
    await page.getByRole('link', { name: 'Namespaces of demo' }).click();
    await page.getByRole('textbox', { name: /^Filter by name/ }).fill(name);
    await expect(page).toHaveURL(new RegExp(`q=${name}`));
    await page.reload();
    await expect(page.getByRole('textbox', { name: /^Filter by name/ })).toHaveValue(name);
    await expect(page.getByRole('row', { name: new RegExp(`${name}.*Active`) })).toBeVisible();
    await page.getByRole('link', { name, exact: true }).click();
  });

  await test.step('it is deleted by typing its name', async () => {
    await page.getByRole('button', { name: 'Delete namespace' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Purge at once/ }).check();
    await expect(dialog.getByRole('heading', { name: 'What will be done' })).toBeVisible();
    await dialog.getByRole('textbox', { name: /to confirm/ }).fill(name.slice(0, -1));
    await expect(dialog.getByRole('button', { name: 'Delete and purge' })).toBeDisabled();
    await dialog.getByRole('textbox', { name: /to confirm/ }).fill(name);
    await dialog.getByRole('button', { name: 'Delete and purge' }).click();
    await expect(page.getByText(/^Done: \d+ steps? carried out/)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Back to the namespaces' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();
    await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
    await page.goto(`/tenants/demo/namespaces/${name}`);
    await expect(page.getByText('No such namespace')).toBeVisible();
  });
});

test('a name that is taken is refused at the name', async ({ page, visit, namespaces }) => {
  const { name } = await namespaces.create();
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByText(/has this name already/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Name/ })).toBeFocused();
});

test('what the server refuses is shown at its field', async ({ page, visit, namespaces }) => {
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill(namespaces.name());
  // Well-formed, so the form lets it pass; longer than the server takes.
  await page.getByRole('textbox', { name: 'Items expire after' }).fill('9999 days');
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.locator('#ttl-note')).toContainText('P3650D');
  await expect(page.getByRole('heading', { name: 'What will be done' })).toBeHidden();
});

test('a protected namespace cannot be deleted until it is changed', async ({ page, visit, namespaces }) => {
  const { name } = await namespaces.create({ ...SPEC, deletion_protection: true });
  await visit('demo-developer', `/tenants/demo/namespaces/${name}`);
  await expect(page.getByRole('button', { name: 'Delete namespace' })).toBeDisabled();
  await expect(page.getByText(/protected from deletion/)).toBeVisible();
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('made by a test');
  await page.getByRole('textbox', { name: 'Description' }).fill('changed by a test');
  await page.getByRole('switch', { name: 'Protect it from being deleted' }).uncheck({ force: true });
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await page.getByRole('button', { name: 'Agree and change' }).click();
  await expect(page.getByText(/^Done: \d+ steps? carried out/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await expect(page.getByText('changed by a test')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete namespace' })).toBeEnabled();
});
