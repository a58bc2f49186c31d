import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const QUARRY = fileURLToPath(new URL('../../quarry', import.meta.url));

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

export interface Sent {
  id: string;
  state: string;
  steps: { name: string; state: string; reason: string | null }[];
  [more: string]: unknown;
}

/** Namespaces of the tenant demo for one test, gone when it ends, however it ends. */
interface Namespaces {
  /** A name that no other run has, for a namespace that the test makes in the portal. */
  name(): string;
  /** Makes one over REST and waits for it: for tests that are about something else. */
  create(spec?: object): Promise<{ name: string; operation: Sent }>;
}

interface Fixtures {
  noComplaints: undefined;
  namespaces: Namespaces;
  /** Opens the portal at a path as a person who has logged in before. */
  visit: (person: string, path: string) => Promise<void>;
}

interface WorkerFixtures {
  cookiesOf: (person: string) => Promise<Cookies>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  /** Every test also fails on an exception or a logged error in the portal, which is where refusals of its policy are told. */
  noComplaints: [
    async ({ context, baseURL }, use) => {
      const complaints: string[] = [];
      context.on('weberror', (thrown) => complaints.push(thrown.error().message));
      context.on('console', (message) => {
        // Answers that are no success are logged as well; what they mean to the page is what the tests are about.
        const answer = /^Failed to load resource/.test(message.text());
        const ours = message.location().url.startsWith(baseURL ?? '');
        if (message.type() === 'error' && ours && !answer) complaints.push(message.text());
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],

  cookiesOf: [
    async ({ browser }, use, worker) => {
      const known = new Map<string, Cookies>();
      await use(async (person) => {
        const cookies = known.get(person) ?? (await loggedIn(person));
        known.set(person, cookies);
        return cookies;
      });
      async function loggedIn(person: string): Promise<Cookies> {
        const context = await browser.newContext(worker.project.use);
        const page = await context.newPage();
        await page.goto('/');
        await logIn(page, person);
        const cookies = await context.cookies();
        await context.close();
        return cookies;
      }
    },
    { scope: 'worker' },
  ],

  visit: async ({ page, cookiesOf }, use) => {
    await use(async (person, path) => {
      await page.context().addCookies(await cookiesOf(person));
      await page.goto(path);
      await expect(page.getByRole('button', { name: `Signed in as ${person}` })).toBeVisible();
    });
  },

  namespaces: async ({ request }, use) => {
    const names: string[] = [];
    const name = () => {
      const fresh = `e2e-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
      names.push(fresh);
      return fresh;
    };
    await use({
      name,
      async create(spec = SPEC) {
        const fresh = name();
        return { name: fresh, operation: await put(request, fresh, spec) };
      },
    });
    for (const made of names) await purge(request, made);
  },
});

export { expect };

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

/** On the identity provider's page, where someone who is not logged in is led. */
export async function logIn(page: Page, person: string): Promise<void> {
  await page.locator('#username').fill(person);
  await page.locator('#password').fill(person);
  await page.locator('#kc-login').click();
  await expect(page.getByRole('button', { name: `Signed in as ${person}` })).toBeVisible();
}

const tokens = new Map<string, { token: string; until: number }>();

/** Asked for once a minute, which is well within a token's life. */
export function tokenOf(person: string): string {
  const known = tokens.get(person);
  if (known && known.until > Date.now()) return known.token;
  const token = execFileSync(QUARRY, ['token', person], { encoding: 'utf8', stdio: 'pipe' }).trim();
  tokens.set(person, { token, until: Date.now() + 60_000 });
  return token;
}

/**
 * Runs what the portal printed, as someone would who pastes it into a shell; again where the answer says that this is
 * worth it, such as on the first call to a shard that nobody has used for a while.
 */
export async function runInShell(command: string, person: string): Promise<string> {
  const env = { ...process.env, QUARRY_TOKEN: tokenOf(person) };
  let said = '';
  const run = () => (said = execFileSync('bash', ['-c', command], { encoding: 'utf8', stdio: 'pipe', env }));
  await expect.poll(run).not.toContain('"retryable":true');
  return said;
}

/** Presses a button that copies, and gives what it copied. */
export async function copied(page: Page, button: string): Promise<string> {
  await page.getByRole('button', { name: button, exact: true }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

const headers = () => ({ Authorization: `Bearer ${tokenOf('demo-developer')}` });
const pathOf = (name: string) => `/api/v1/tenants/demo/namespaces/${name}`;

/** Waits on the server's side for an operation to end. */
async function ended(request: APIRequestContext, id: string): Promise<Sent> {
  const answer = await request.get(`/api/v1/operations/${id}?wait=30s`, { headers: headers() });
  return (await answer.json()) as Sent;
}

async function put(request: APIRequestContext, name: string, spec: object, more: object = {}): Promise<Sent> {
  const answer = await request.put(pathOf(name), { data: spec, headers: { ...headers(), ...more } });
  expect(answer.status(), await answer.text()).toBe(202);
  const operation = await ended(request, ((await answer.json()) as Sent).id);
  expect(operation.state).toBe('SUCCEEDED');
  return operation;
}

async function purge(request: APIRequestContext, name: string): Promise<void> {
  const answer = await request.get(pathOf(name), { headers: headers() });
  if (answer.status() === 404) return;
  const { spec, revision, status } = (await answer.json()) as {
    spec: { deletion_protection: boolean };
    revision: number;
    status: { operation_id: string | null };
  };
  if (status.operation_id) await ended(request, status.operation_id);
  if (spec.deletion_protection) {
    await put(request, name, { ...spec, deletion_protection: false }, { 'If-Match': `"${revision}"` });
  }
  const deletion = await request.delete(`${pathOf(name)}?retention=PT0S`, { headers: headers() });
  expect(deletion.status(), await deletion.text()).toBe(202);
  await ended(request, ((await deletion.json()) as Sent).id);
}

/** Wide and narrow, light and dark: each combination has its own ways to be unreadable. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: /^(Loading|Making)/ })).toHaveCount(0);
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction(
        (dark) =>
          document.documentElement.classList.contains('pf-v6-theme-dark') === dark &&
          !document.getAnimations().some((animation) => animation instanceof CSSTransition),
        colorScheme === 'dark',
      );
      // The legacy mode is the one without a second page; it is blind to frames only, and there are none.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
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
