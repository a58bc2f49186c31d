import { describe, expect, it } from 'vitest';
import { isAbsent, isWorthRepeating, ProblemError, problemOf } from './problem';

const answer = (status: number, body: string, type: string) =>
  new Response(body, { status, headers: { 'Content-Type': type, 'Quarry-Request-Id': 'r-1' } });

describe('problemOf', () => {
  it('keeps what the problem says, and the request id', async () => {
    const body = {
      title: 'Invalid specification',
      detail: 'ttl is no duration',
      code: 'invalid-spec',
      retryable: false,
      violations: [{ field: 'ttl', message: 'must be an ISO-8601 duration' }],
    };
    const problem = await problemOf(answer(422, JSON.stringify(body), 'application/problem+json;charset=UTF-8'));
    expect(problem).toMatchObject({ ...body, status: 422, requestId: 'r-1', message: 'ttl is no duration' });
  });

  it.each([
    ['a page of a proxy', '<html>502</html>', 'text/html'],
    ['broken JSON', '{"title"', 'application/problem+json'],
    ['nothing', '', ''],
  ])('makes a problem of %s', async (_, body, type) => {
    const problem = await problemOf(answer(502, body, type));
    expect(problem).toMatchObject({ status: 502, code: 'unknown', title: 'The server answered 502', violations: [] });
  });
});

it.each([
  [404, true],
  [400, true],
  [403, false],
  [503, false],
])('an answer of %s to a read means absent: %s', (status, absent) =>
  expect(isAbsent(new ProblemError(status, {}, undefined))).toBe(absent),
);

describe('isWorthRepeating', () => {
  it.each([
    [new TypeError('Failed to fetch'), true],
    [new ProblemError(503, { retryable: true }), true],
    [new ProblemError(503, {}), true],
    [new ProblemError(500, { retryable: false }), false],
    [new ProblemError(404, {}), false],
    [new Error('a bug'), false],
  ])('%s → %s', (error, expected) => expect(isWorthRepeating(error)).toBe(expected));
});
