import type { Page } from '@playwright/test';
import { expect, expectAccessible, SPEC, test } from './portal';

/** Pages of a namespace: what leads there, and what is seen when it is whole. */
const OF_A_NAMESPACE: Record<
  string,
  { path: (name: string, operation: string) => string; whole: (page: Page) => Promise<void> }
> = {
  'the namespaces': {
    path: (name) => `/tenants/demo/namespaces?q=${name}`,
    whole: (page) => expect(page.getByRole('grid', { name: 'Namespaces' })).toBeVisible(),
  },
  'a namespace': {
    path: (name) => `/tenants/demo/namespaces/${name}`,
    whole: (page) => expect(page.getByRole('heading', { name: 'Use it' })).toBeVisible(),
  },
  'changing a namespace': {
    path: (name) => `/tenants/demo/namespaces/${name}/change`,
    whole: (page) => expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue(SPEC.description),
  },
  'an operation': {
    path: (_, operation) => `/operations/${operation}`,
    whole: (page) => expect(page.getByText(/^Done:/)).toBeVisible(),
  },
  'the operations': {
    path: () => '/tenants/demo/operations',
    whole: (page) => expect(page.getByRole('grid', { name: /^Operations/ })).toBeVisible(),
  },
};

for (const [what, { path, whole }] of Object.entries(OF_A_NAMESPACE)) {
  for (const person of ['demo-developer', 'demo-viewer']) {
    test(`${what}, to a ${person}`, async ({ page, visit, namespaces }) => {
      const { name, operation } = await namespaces.create();
      await visit(person, path(name, operation.id));
      if (what === 'changing a namespace' && person === 'demo-viewer') {
        await expect(page.getByText('You may not change this namespace')).toBeVisible();
      } else {
        await whole(page);
      }
      await expectAccessible(page);
    });
  }
}

test('deleting a namespace', async ({ page, visit, namespaces }) => {
  const { name } = await namespaces.create();
  await visit('demo-developer', `/tenants/demo/namespaces/${name}`);
  await page.getByRole('button', { name: 'Delete namespace' }).click();
  await expect(page.getByRole('heading', { name: 'What will be done' })).toBeVisible();
  await expectAccessible(page);
});

test('a form with faults in it, and its plan', async ({ page, visit, namespaces }) => {
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill('NO');
  await page.getByRole('button', { name: 'Quiet times, peaks and latency' }).click();
  await page.getByRole('textbox', { name: 'Items expire after' }).fill('some day');
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByText(/such as 90 days/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('textbox', { name: /^Name/ }).fill(namespaces.name());
  await page.getByRole('textbox', { name: 'Items expire after' }).fill('90 days');
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByRole('heading', { name: 'What will be done' })).toBeVisible();
  await expectAccessible(page);
});

test('the fields of a search, and its plan', async ({ page, visit, namespaces }) => {
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill(namespaces.name());
  await page.getByRole('radio', { name: /^Search/ }).check();
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByText(/Give each field a name/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Name of field 1' }).fill('like');
  await page.getByRole('combobox', { name: 'Type of field 1' }).selectOption('dense-vector');
  await page.getByRole('textbox', { name: 'Dimensions of field 1' }).fill('3');
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await expect(page.getByText('elasticsearch-1').first()).toBeVisible();
  await expectAccessible(page);
});

const EMPTY: Record<string, [person: string, path: string, said: string]> = {
  'no such namespace': ['demo-developer', '/tenants/demo/namespaces/no-such-thing', 'No such namespace'],
  'no such namespace to change': ['demo-developer', '/tenants/demo/namespaces/No-Such/change', 'No such namespace'],
  'no such operation': ['demo-developer', '/operations/no-such-thing', 'No such operation'],
  'no such tenant': ['other-developer', '/tenants/demo/namespaces', 'There is no tenant demo that you may see'],
  'no such page': ['demo-developer', '/tenants/demo/nowhere', 'There is nothing at this address'],
  'no leave to create': ['demo-viewer', '/tenants/demo/namespaces/new', 'You may not create namespaces here'],
};

for (const [what, [person, path, said]] of Object.entries(EMPTY)) {
  test(what, async ({ page, visit }) => {
    await visit(person, path);
    await expect(page.getByRole('heading', { name: said })).toBeVisible();
    await expectAccessible(page);
  });
}

test('a list without a fit', async ({ page, visit, namespaces }) => {
  await namespaces.create();
  await visit('demo-developer', '/tenants/demo/namespaces?q=no-such-thing');
  await expect(page.getByRole('heading', { name: 'None fits the filter' })).toBeVisible();
  await expectAccessible(page);
});

for (const menu of [/^Signed in/, /^Colours/, /^Tenant/]) {
  test(`the menu ${menu.source.slice(1)}`, async ({ page, visit }) => {
    await visit('demo-developer', '/tenants/demo/nowhere');
    await page.getByRole('button', { name: menu }).click();
    await expect(page.getByRole('button', { name: menu, expanded: true })).toBeVisible();
    await expectAccessible(page);
  });
}

test('the navigation lies over a narrow page until a section is chosen', async ({ page, visit }) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await visit('demo-developer', '/tenants/demo/operations');
  await page.getByRole('button', { name: 'Navigation' }).click();
  await page.getByRole('link', { name: 'Namespaces', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeFocused();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
});

test('everything is reached by keyboard', async ({ page, visit, namespaces }) => {
  await visit('demo-developer', '/tenants/demo/namespaces');
  await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.getByRole('link', { name: 'Create namespace' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'New namespace' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: /^Name/ })).toBeFocused();
  await page.keyboard.type(namespaces.name());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^The plan for demo/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Change something' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the plan' })).toBeFocused();
});

test('dark and light are a choice that stays', async ({ page, visit }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await visit('demo-developer', '/');
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
