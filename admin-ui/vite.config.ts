import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.QUARRY_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    // The portal's Content-Security-Policy is default-src 'self': a small font or image inlined as data: would be refused.
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/data', '/login', '/logout', '/openapi', '/docs'].map((path) => [path, { target: api }]),
    ),
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://127.0.0.1:8080/' } },
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    css: false,
    // A form that is typed into takes seconds on a machine that also builds the services.
    testTimeout: 30_000,
    // Its modules import CSS, which only Vite understands.
    server: { deps: { inline: [/@patternfly/] } },
    restoreMocks: true,
  },
});
