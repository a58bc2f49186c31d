import { expect, expectAccessible, type Sent, test } from './portal';

test('an operation is seen going through its steps as the server tells of them', async ({
  page,
  visit,
  namespaces,
}) => {
  const name = namespaces.name();
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill(name);
  await page.getByRole('button', { name: 'Show the plan' }).click();
  const planned = await page.getByRole('region', { name: 'Steps of the plan' }).getByRole('listitem').allTextContents();
  expect(planned.length).toBeGreaterThan(1);

  // What the page says of it from the first moment on: each sentence once, in its order.
  const said = await page.evaluateHandle(() => {
    const sentences: string[] = [];
    new MutationObserver(() => {
      const sentence = document.querySelector('header [role=status]')?.textContent;
      if (sentence && sentence !== sentences.at(-1)) sentences.push(sentence);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return sentences;
  });
  const stream = page.waitForRequest(/\/api\/v1\/operations\/[^/]+\/events$/);
  await page.getByRole('button', { name: 'Agree and create' }).click();
  await stream;
  await expect(page.getByText(`Done: ${planned.length} steps carried out.`)).toBeVisible({ timeout: 20_000 });
  const sentences = await said.jsonValue();
  expect(sentences[0]).toMatch(/^(Accepted|Under way|Waiting)/);
  expect(sentences.at(-1)).toMatch(/^Done/);
  await expect(page).toHaveTitle(`Create namespace ${name} · Quarry`);

  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveCount(planned.length);
  for (const [at, plan] of planned.entries()) {
    await expect(steps.nth(at)).toContainText(plan);
    await expect(steps.nth(at)).toContainText(/: Done.*\d(\.\d)? (ms|s|min)/);
  }
});

test('what an operation waits for is said, at the step that waits, until it goes on', async ({
  page,
  visit,
  namespaces,
}) => {
  // Nothing on a healthy stack waits long enough to be looked at. So a true operation is told late: first as it was
  // under way, then waiting over the stream, and at last as it is.
  const { operation } = await namespaces.create();
  const reason = 'gateway-2 has not applied revision 7';
  const [first, second, ...rest] = operation.steps;
  const pending = rest.map((step) => ({ ...step, state: 'PENDING', started_at: null, ended_at: null }));
  const open = { ended_at: null, created_at: new Date().toISOString() };
  const running = { ...second, state: 'RUNNING', ended_at: null };
  const waiting = { ...running, state: 'WAITING', attempt: 3, reason };
  const now: Sent = { ...operation, ...open, state: 'RUNNING', steps: [first, running, ...pending] as Sent['steps'] };
  const then: Sent = {
    ...now,
    state: 'WAITING',
    waiting_reason: reason,
    steps: [first, waiting, ...pending] as Sent['steps'],
  };
  let streams = 0;
  let late = true;
  await page.route(`**/api/v1/operations/${operation.id}`, (route) =>
    late ? route.fulfill({ json: streams > 0 ? then : now }) : route.continue(),
  );
  await page.route(`**/api/v1/operations/${operation.id}/events`, (route) => {
    if (!late) return route.continue();
    streams++;
    return route.fulfill({
      contentType: 'text/event-stream',
      body: `event: operation\ndata: ${JSON.stringify(then)}\n\n`,
    });
  });

  await visit('demo-developer', `/operations/${operation.id}`);
  await expect(page.getByText(`Waiting at step 2 of ${operation.steps.length}: ${reason}`)).toBeVisible();
  const step = page.getByRole('list', { name: 'Steps' }).getByRole('listitem').nth(1);
  await expect(step).toContainText(reason);
  await expect(step).toContainText('attempt 3');
  await expect(page.getByText('Running for')).toBeVisible();
  const before = await step.textContent();
  await expect.poll(() => step.textContent(), { message: 'its duration goes on' }).not.toBe(before);
  await expectAccessible(page);

  late = false;
  await expect(page.getByText(/^Done: \d+ steps carried out/)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(reason)).toHaveCount(0);
});

test('where events do not get through, the page asks again', async ({ page, visit, namespaces }) => {
  await page.route('**/events', (route) => route.abort());
  await visit('demo-developer', '/tenants/demo/namespaces/new');
  await page.getByRole('textbox', { name: /^Name/ }).fill(namespaces.name());
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await page.getByRole('button', { name: 'Agree and create' }).click();
  await expect(page.getByText(/^Done: \d+ steps? carried out/)).toBeVisible({ timeout: 20_000 });
});
