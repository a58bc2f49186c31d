import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Every test also fails on an exception in the page, and on anything that the Content-Security-Policy refused. */
export const test = base.extend<{ noComplaints: undefined }>({
  noComplaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) complaints.push(message.text());
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Opens a page of the portal and logs in on the way, as a person would. */
export async function open(page: Page, path: string, person: string): Promise<void> {
  await page.goto(path);
  await page.locator('#username').fill(person);
  await page.locator('#password').fill(person);
  await page.locator('#kc-login').click();
  await expect(page.getByRole('button', { name: `Signed in as ${person}` })).toBeVisible();
}

/** A name that no other run has. */
export function freshName(): string {
  return `e2e-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
}

export function tokenOf(principal: string): string {
  return execFileSync(`${repository}/quarry`, ['token', principal], { encoding: 'utf8' }).trim();
}

export const SPEC = {
  abstraction: 'key-value',
  description: 'made by a test',
  workload: {
    reads_per_second: { mid: 5 },
    writes_per_second: { mid: 1 },
    item_bytes: { mid: 100 },
    items: { mid: 10 },
  },
};

const HEADERS = { 'X-Requested-With': 'quarry-portal' };

interface Sent {
  id: string;
  state: string;
}

/** Waits on the server's side for an operation to end, and insists that it ended well. */
async function ended(page: Page, operation: Sent): Promise<void> {
  const answer = await page.request.get(`/api/v1/operations/${operation.id}?wait=30s`);
  expect(((await answer.json()) as Sent).state).toBe('SUCCEEDED');
}

/** Creates a namespace over REST with the session of the page: for tests that are about something else. */
export async function create(page: Page, name: string, spec: object = SPEC): Promise<Sent> {
  const answer = await page.request.put(`/api/v1/tenants/demo/namespaces/${name}`, { data: spec, headers: HEADERS });
  expect(answer.status(), await answer.text()).toBe(202);
  const operation = (await answer.json()) as Sent;
  await ended(page, operation);
  return operation;
}

export async function purge(page: Page, name: string): Promise<void> {
  const answer = await page.request.delete(`/api/v1/tenants/demo/namespaces/${name}?retention=PT0S`, {
    headers: HEADERS,
  });
  expect(answer.status(), await answer.text()).toBe(202);
  await ended(page, (await answer.json()) as Sent);
}

/** Wide and narrow, light and dark: each combination has its own ways to be unreadable. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: /^(Loading|Making)/ })).toHaveCount(0);
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
      expect(said, `axe at ${width} px, ${colorScheme}`).toEqual([]);
      const overflow = await page.evaluate(() =>
        Math.max(
          ...[document.documentElement, ...document.querySelectorAll('main')].map(
            (box) => box.scrollWidth - box.clientWidth,
          ),
        ),
      );
      expect(overflow, `sideways scrolling at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
