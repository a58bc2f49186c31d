import { Button, Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isProblem } from '../../api/problem';
import type { Namespace, Operation, Plan } from '../../api/types';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { operationQuery } from '../operation/queries';
import { type Draft, type Field, type FieldErrors, placeViolations } from './draft';
import { NamespaceForm, SHOW_PLAN } from './NamespaceForm';
import { PlanView } from './PlanView';
import type { Ask } from './queries';
import { Summary } from './Summary';

interface PlannedFormProps {
  tenant: string;
  action: 'create' | 'change';
  initial: Draft;
  ask: Ask;
  /** Whether the plan is looked at; kept in the URL, so that the browser's Back leads from the plan to the form. */
  planShown: boolean;
  onPlan: () => void;
  onForm: () => void;
  onCancel: () => void;
  onAccepted: (operation: Operation) => void;
  /** Someone else was quicker to the same end. */
  onUnchanged: (namespace: Namespace) => void;
}

/** Form, then plan, then agreement: the same way for a new namespace and for a change. */
export function PlannedForm(props: PlannedFormProps) {
  const { tenant, action, initial, ask, planShown, onPlan, onForm, onCancel, onAccepted, onUnchanged } = props;
  const queries = useQueryClient();
  const [draft, setDraft] = useState(initial);
  const [editedSince, setEditedSince] = useState<ReadonlySet<Field>>(new Set());
  const planning = useMutation({
    mutationFn: async (wish: Draft) => ({ wish, plan: (await ask(wish, true)) as Plan }),
  });
  const agreeing = useMutation({
    mutationFn: async (wish: Draft) => (await ask(wish, false)) as Operation | Namespace,
    onSettled: () => queries.invalidateQueries({ queryKey: ['namespaces', tenant] }),
  });

  const error = agreeing.error ?? planning.error;
  const blame = error ? blameOf(action, error) : takenIn(action, planning.data?.plan);
  const refused = Object.fromEntries(
    Object.entries(blame.errors).filter(([field]) => !editedSince.has(field as Field)),
  ) as FieldErrors;

  const change = (next: Draft) => {
    const edited = (Object.keys(next) as Field[]).filter((field) => next[field] !== draft[field]);
    setEditedSince(new Set([...editedSince, ...edited]));
    setDraft(next);
  };
  const showPlan = () => {
    setEditedSince(new Set());
    agreeing.reset();
    planning.mutate(draft, {
      onSuccess: ({ plan }) => {
        if (!focusFirst(takenIn(action, plan).errors)) onPlan();
      },
      onError: (problem) => void focusFirst(blameOf(action, problem).errors),
    });
  };
  const agree = (wish: Draft) =>
    agreeing.mutate(wish, {
      onSuccess: (answer) => {
        if ('requested_by' in answer) {
          queries.setQueryData(operationQuery(answer.id).queryKey, answer);
          onAccepted(answer);
        } else {
          onUnchanged(answer);
        }
      },
      onError: (problem) => {
        if (Object.keys(blameOf(action, problem).errors).length > 0) onForm();
      },
    });

  const planned = planning.data;
  const showing = planShown && planned && Object.keys(takenIn(action, planned.plan).errors).length === 0;
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(showing);
  useEffect(() => {
    if (before.current === showing) return;
    before.current = showing;
    // What was pressed is gone; without this, a keyboard and a screen reader would begin at the top again.
    if (showing) heading.current?.focus();
    else if (!focusFirst(blameOf(action, agreeing.error).errors)) document.getElementById(SHOW_PLAN)?.focus();
  }, [showing, action, agreeing.error]);
  if (showing) {
    const { plan, wish } = planned;
    const agreeable = plan.action === action && plan.refusals.length === 0;
    return (
      <>
        {agreeing.error && <ProblemAlert error={agreeing.error} title="It was not done" />}
        <Card component="section" className="q-narrow">
          <CardTitle>
            <h2 className="q-plan__heading" tabIndex={-1} ref={heading}>
              The plan for {tenant}/{wish.name}
            </h2>
          </CardTitle>
          <CardBody>
            {plan.action === 'none' ? (
              <p>It is like that already: there is nothing to do.</p>
            ) : (
              <PlanView plan={plan} />
            )}
            <div className="q-actions">
              <Button
                variant="primary"
                isLoading={agreeing.isPending}
                isDisabled={agreeing.isPending || !agreeable}
                onClick={() => agree(wish)}
              >
                Agree and {action}
              </Button>
              <Button variant="secondary" isDisabled={agreeing.isPending} onClick={() => window.history.back()}>
                Change something
              </Button>
            </div>
          </CardBody>
        </Card>
      </>
    );
  }
  return (
    <>
      {error && (Object.keys(blame.errors).length === 0 || blame.others.length > 0) && (
        <ProblemAlert error={error} title="There is no plan for this" />
      )}
      <div className="q-columns">
        <Card component="section" aria-label="What you need">
          <CardBody>
            <NamespaceForm
              draft={draft}
              onChange={change}
              refused={refused}
              onSubmit={showPlan}
              busy={planning.isPending}
              onCancel={onCancel}
              existing={action === 'change'}
            />
          </CardBody>
        </Card>
        <Summary draft={draft} tenant={tenant} />
      </div>
    </>
  );
}

type Blame = ReturnType<typeof placeViolations>;

const NOBODY: Blame = { errors: {}, others: [] };
const TAKEN: Blame = { errors: { name: 'A namespace has this name already.' }, others: [] };

/** A plan to change what is there, or to leave it, is not what was meant by someone who wants a new one. */
function takenIn(action: string, plan: Plan | undefined): Blame {
  return action === 'create' && plan && plan.action !== 'create' ? TAKEN : NOBODY;
}

/** Which fields the server refused. */
function blameOf(action: string, error: unknown): Blame {
  if (!isProblem(error)) return NOBODY;
  if (action === 'create' && (error.status === 412 || error.code === 'name-taken')) return TAKEN;
  return placeViolations(error.violations);
}

function focusFirst(errors: FieldErrors): boolean {
  const [first] = Object.keys(errors);
  if (first !== undefined) document.getElementById(first)?.focus();
  return first !== undefined;
}
