import {
  Breadcrumb,
  BreadcrumbItem,
  Button,
  Card,
  CardBody,
  CardTitle,
  EmptyState,
  EmptyStateBody,
} from '@patternfly/react-core';
import LockIcon from '@patternfly/react-icons/dist/esm/icons/lock-icon';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isProblem } from '../../api/problem';
import type { Plan } from '../../api/types';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useMe } from '../session/queries';
import { mayCreateNamespace, ROLE_TO_ASK_FOR } from '../session/roles';
import { type Draft, EMPTY_DRAFT, type Field, type FieldErrors, placeViolations, specOf } from './draft';
import { NamespaceForm } from './NamespaceForm';
import { PlanView } from './PlanView';
import { useCreation, usePlanCreation } from './queries';
import { Summary } from './Summary';

const FROM = '/tenants/$tenant/namespaces/new';

export function NamespaceNewPage() {
  const { tenant } = useParams({ from: FROM });
  const allowed = mayCreateNamespace(useMe(), tenant);
  const heading = (
    <PageHeading
      title="New namespace"
      lead={allowed ? 'Say what you need. You see the plan before anything is made.' : undefined}
      breadcrumb={
        <Breadcrumb>
          <BreadcrumbItem
            render={({ className }) => (
              <Link className={className} to="/tenants/$tenant/namespaces" params={{ tenant }}>
                Namespaces of {tenant}
              </Link>
            )}
          />
          <BreadcrumbItem isActive>New</BreadcrumbItem>
        </Breadcrumb>
      }
    />
  );
  return (
    <>
      {heading}
      {allowed ? (
        <Creation key={tenant} tenant={tenant} />
      ) : (
        <EmptyState titleText="You may not create namespaces here" headingLevel="h2" icon={LockIcon}>
          <EmptyStateBody>
            That takes the role <code>{ROLE_TO_ASK_FOR}</code> in the tenant <code>{tenant}</code>. Its administrators
            can give it to you.
          </EmptyStateBody>
        </EmptyState>
      )}
    </>
  );
}

/** Form, then plan, then operation. The step is in the URL, so that the browser's Back leads from the plan to the form. */
function Creation({ tenant }: { tenant: string }) {
  const { step } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [editedSince, setEditedSince] = useState<ReadonlySet<Field>>(new Set());
  const planning = usePlanCreation(tenant);
  const creating = useCreation(tenant);

  const error = creating.error ?? planning.error;
  const blame = error === null && planning.data && isTaken(planning.data.plan) ? TAKEN : blameOf(error);
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
    creating.reset();
    planning.mutate(
      { name: draft.name, spec: specOf(draft) },
      {
        onSuccess: ({ plan }) => {
          if (isTaken(plan)) document.getElementById('name')?.focus();
          else void navigate({ search: { step: 'plan' } });
        },
        onError: (problem) => {
          const [first] = Object.keys(blameOf(problem).errors);
          if (first !== undefined) document.getElementById(first)?.focus();
        },
      },
    );
  };
  const agree = (wish: Parameters<typeof creating.mutate>[0]) =>
    creating.mutate(wish, {
      onSuccess: (operation) => void navigate({ to: '/operations/$id', params: { id: operation.id } }),
      onError: (problem) => {
        if (Object.keys(blameOf(problem).errors).length > 0) void navigate({ search: {}, replace: true });
      },
    });

  const planned = planning.data;
  if (step === 'plan' && planned && !isTaken(planned.plan)) {
    const creatable = planned.plan.action === 'create' && (planned.plan.refusals ?? []).length === 0;
    return (
      <>
        {creating.error && <ProblemAlert error={creating.error} title="It was not created" />}
        <Card component="section" className="q-narrow">
          <CardTitle component="h2">
            The plan for {tenant}/{planned.wish.name}
          </CardTitle>
          <CardBody>
            <PlanView plan={planned.plan} />
            <div className="q-actions">
              <Button
                variant="primary"
                isLoading={creating.isPending}
                isDisabled={creating.isPending || !creatable}
                onClick={() => agree(planned.wish)}
              >
                Agree and create
              </Button>

              <Button variant="secondary" isDisabled={creating.isPending} onClick={() => window.history.back()}>
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
              onCancel={() => void navigate({ to: '/tenants/$tenant/namespaces', params: { tenant } })}
            />
          </CardBody>
        </Card>
        <Summary draft={draft} tenant={tenant} />
      </div>
    </>
  );
}

const TAKEN: ReturnType<typeof placeViolations> = {
  errors: { name: 'A namespace has this name already.' },
  others: [],
};

/** A plan to change what is there, or to leave it: not what was meant here. */
function isTaken(plan: Plan): boolean {
  return plan.action === 'change' || plan.action === 'none';
}

/** Which fields the server refused. A name that is taken comes as a failed precondition, since only creation was asked for. */
function blameOf(error: unknown): ReturnType<typeof placeViolations> {
  if (isProblem(error) && (error.status === 412 || error.code === 'name-taken')) return TAKEN;
  return placeViolations(isProblem(error) ? error.violations : []);
}
