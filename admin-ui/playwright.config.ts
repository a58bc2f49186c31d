import { defineConfig } from '@playwright/test';

/** Runs on a running stack, with the browser of the system: nothing is started and nothing is downloaded here. */
export default defineConfig({
  testDir: 'e2e',
  // One waits for the servers while the other works.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // For whole flows, on a machine that may be busy with the stack itself.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  outputDir: 'test-results/artifacts',
  reporter: [['list'], ['junit', { outputFile: process.env.QUARRY_E2E_REPORT ?? 'test-results/e2e.xml' }]],
  use: {
    baseURL: process.env.QUARRY_URL ?? 'http://127.0.0.1:8080',
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.QUARRY_CHROMIUM ?? '/usr/bin/chromium',
      // Chromium's sandbox refuses to run as root, which is what containers often are.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
