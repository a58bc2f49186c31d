import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { ScriptedEventSource } from './eventSource';
import { server } from './server';

// Tests await what they are about; on a busy machine that takes longer than a second.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => {
  vi.stubGlobal('EventSource', ScriptedEventSource);
  vi.stubGlobal('scrollTo', () => undefined);
  Element.prototype.scrollTo = () => undefined;
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  ScriptedEventSource.opened = [];
});
afterAll(() => server.close());
