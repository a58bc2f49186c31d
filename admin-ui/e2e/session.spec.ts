import { expect, logIn, SPEC, test } from './portal';

test('log-in leads back to the page that was wanted', async ({ page }) => {
  await page.goto('/tenants/demo/namespaces?q=abc&state=ACTIVE');
  await expect(page).toHaveURL(/\/realms\/quarry\//);
  await logIn(page, 'demo-developer');
  await expect(page).toHaveURL(/\/tenants\/demo\/namespaces\?q=abc&state=ACTIVE$/);
});

test('the browser holds no token', async ({ page, baseURL }) => {
  const bodies: string[] = [];
  page.on('response', (response) => {
    if (response.ok() && response.url().startsWith(`${baseURL ?? ''}/api/`)) {
      void response.text().then((text) => bodies.push(text));
    }
  });
  await page.goto('/');
  await logIn(page, 'demo-developer');
  await expect(page.getByRole('heading', { level: 1, name: 'Namespaces' })).toBeVisible();

  const cookies = await page.context().cookies(baseURL);
  const session = cookies.find((cookie) => cookie.name === 'q_session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  // A token is three parts of Base64 with dots between; a random name for one is not.
  expect(session?.value).toMatch(/^[\w-]+$/);
  const readable = await page.evaluate(async () => ({
    cookies: document.cookie,
    storage: JSON.stringify([localStorage, sessionStorage]),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  expect(readable).toMatchObject({ cookies: '', databases: [], caches: [], workers: 0 });
  expect(JSON.stringify(readable)).not.toContain('eyJ');
  await expect.poll(() => bodies.length).toBeGreaterThanOrEqual(2);
  expect(bodies.join()).not.toContain('eyJ');
});

test('a change without the mark of the portal is refused, whatever cookies come with it', async ({ page, visit }) => {
  await visit('demo-developer', '/tenants/demo/namespaces');
  const answer = await page.request.put('/api/v1/tenants/demo/namespaces/forged', { data: SPEC });
  expect(answer.status()).toBe(403);
  expect(await answer.json()).toMatchObject({ code: 'csrf' });
  const forged = await page.request.get('/api/v1/tenants/demo/namespaces/forged');
  expect(forged.status()).toBe(404);
});

test('log-out ends the session', async ({ page, baseURL }) => {
  await page.goto('/tenants/demo/operations');
  await logIn(page, 'demo-developer');
  expect((await page.request.get('/api/v1/me')).status()).toBe(200);
  await page.getByRole('button', { name: 'Signed in as demo-developer' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page.locator('#kc-login')).toBeVisible();
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
  expect((await page.context().cookies(baseURL)).map((cookie) => cookie.name)).not.toContain('q_session');
  await page.goto('/tenants/demo/operations');
  await expect(page.locator('#kc-login')).toBeVisible();
});

test('the policy lets nothing in but the portal itself', async ({ page, visit }) => {
  await visit('demo-developer', '/');
  const answer = await page.goto('/tenants/demo/namespaces');
  const policy = answer?.headers()['content-security-policy'];
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  // Its own letters are let in.
  const fonts = () =>
    page.evaluate(() => [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family));
  await expect.poll(fonts).toContain('Red Hat Text');
});
