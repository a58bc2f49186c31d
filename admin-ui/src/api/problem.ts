import type { Problem, Violation } from './types';

/** An answer of the API that is not a success, as RFC 9457 tells it, with the request's id for those who look into it. */
export class ProblemError extends Error {
  readonly title: string;
  readonly detail: string | undefined;
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly violations: readonly Violation[];
  readonly operationId: string | undefined;
  readonly requiredRole: string | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, problem: Partial<Problem>, requestId?: string) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.name = 'ProblemError';
    this.status = status;
    this.title = problem.title ?? `The server answered ${status}`;
    this.detail = problem.detail;
    this.code = problem.code ?? 'unknown';
    this.retryable = problem.retryable ?? status >= 500;
    this.violations = problem.violations ?? [];
    this.operationId = problem.operation_id;
    this.requiredRole = problem.required_role;
    this.requestId = requestId;
  }
}

/** Never throws: an answer that is no problem document (a proxy's page, an empty body) becomes a problem that says so. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const requestId = response.headers.get('Quarry-Request-Id') ?? undefined;
  const type = response.headers.get('Content-Type') ?? '';
  if (/^application\/(problem\+)?json\b/.test(type)) {
    try {
      return new ProblemError(response.status, (await response.json()) as Partial<Problem>, requestId);
    } catch {
      // Announced as JSON and is not: fall through to what the status alone tells.
    }
  }
  return new ProblemError(response.status, {}, requestId);
}

/** What fetch throws when no answer came at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError;
}

export function isProblem(error: unknown, status?: number): error is ProblemError {
  return error instanceof ProblemError && (status === undefined || error.status === status);
}

/** Nothing is at the address that was read: there is no such thing, one may not see it, or no such thing can be. */
export function isAbsent(error: unknown): boolean {
  return isProblem(error, 404) || isProblem(error, 400);
}

/** Repeating may help: nothing came back, or the server says that it is worth another try. */
export function isWorthRepeating(error: unknown): boolean {
  return isUnreachable(error) || (isProblem(error) && error.retryable);
}
