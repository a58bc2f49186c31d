import { Alert, AlertActionLink, List, ListItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { isProblem, isUnreachable } from '../api/problem';

interface ProblemAlertProps {
  error: unknown;
  /** What was being tried, such as "The namespaces could not be loaded". */
  title: string;
  onRetry?: () => void;
  /** What else helps, such as a link to what is in the way. */
  children?: ReactNode;
}

/** What went wrong, in the server's own words, with the request id to quote when asking for help. */
export function ProblemAlert({ error, title, onRetry, children }: ProblemAlertProps) {
  const problem = isProblem(error) ? error : undefined;
  return (
    <Alert
      isInline
      variant={problem?.status === 403 ? 'warning' : 'danger'}
      title={problem ? `${title}: ${problem.title}` : title}
      component="h2"
      actionLinks={onRetry && <AlertActionLink onClick={onRetry}>Try again</AlertActionLink>}
      role="alert"
    >
      <p>{explain(error)}</p>
      {problem?.requiredRole !== undefined && (
        <p>
          The role <code>{problem.requiredRole}</code> is missing.
        </p>
      )}
      {problem && problem.violations.length > 0 && (
        <List>
          {problem.violations.map((violation) => (
            <ListItem key={violation.field + violation.message}>
              <code>{violation.field}</code>: {violation.message}
            </ListItem>
          ))}
        </List>
      )}
      {children}
      {problem?.requestId !== undefined && (
        <p className="q-quiet">
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </Alert>
  );
}

function explain(error: unknown): string {
  if (isUnreachable(error))
    return 'The server could not be reached. Check the connection; it is tried again by itself.';
  if (isProblem(error)) return error.detail ?? 'The server gave no more detail.';
  return error instanceof Error ? error.message : String(error);
}
