import { setupServer } from 'msw/node';

/** Answers for the tests that need HTTP; each test says what it expects, and an unexpected request fails it. */
export const server = setupServer();
