import createClient, { type Middleware } from 'openapi-fetch';
import { goToLogin } from './login';
import { problemOf } from './problem';
import type { paths } from './schema';

/** Cookie-authenticated changes need this header: another site's form cannot send it. */
const REQUESTED_WITH = { 'X-Requested-With': 'quarry-portal' };

const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    if (response.status === 401) goToLogin();
    throw await problemOf(response);
  },
};

/** The one door to the API. What it returns succeeded; everything else is thrown, as ProblemError or as fetch's TypeError. */
export function createApi(baseUrl = window.location.origin) {
  const client = createClient<paths>({
    baseUrl,
    credentials: 'same-origin',
    headers: { Accept: 'application/json', ...REQUESTED_WITH },
    // Looked up at each call, so that tests can put a server in its place.
    fetch: (request) => globalThis.fetch(request),
  });
  client.use(problems);
  return client;
}

export const api = createApi();

/** The body of an answer that the middleware above has let pass. */
export function bodyOf<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new TypeError('The server sent an empty answer where a document was due.');
  return answer.data;
}
