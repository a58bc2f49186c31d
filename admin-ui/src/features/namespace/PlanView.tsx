import { Alert, Title } from '@patternfly/react-core';
import type { Plan } from '../../api/types';
import { Sentences } from '../../ui/Sentences';
import { Chosen } from './Chosen';

/** What would be done, before anyone agrees to it. */
export function PlanView({ plan, headings = 'h3' }: { plan: Plan; headings?: 'h2' | 'h3' }) {
  const { action, steps, placements, effective, approval, refusals } = plan;
  // Where it lives and on which terms is news while that is being settled, and noise when it goes.
  const settles = action === 'create' || action === 'change';
  const warnings = [...new Set([...plan.warnings, ...(settles ? (effective?.warnings ?? []) : [])])];
  return (
    <div className="q-plan">
      {refusals.length > 0 && (
        <Alert isInline variant="danger" title="It cannot be done as it stands" component={headings}>
          <Sentences of={refusals.map(({ title, detail }) => detail || title)} />
        </Alert>
      )}
      {approval && (
        <Alert isInline variant="info" title="Somebody has to approve it before it begins" component={headings}>
          <Sentences of={[approval]} />
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert isInline variant="warning" title="Worth knowing before you agree" component={headings}>
          <Sentences of={warnings} />
        </Alert>
      )}
      <section aria-label="Steps of the plan">
        <Title headingLevel={headings} size="md">
          What will be done
        </Title>
        <ol className="q-steps">
          {steps.map((step) => (
            <li key={step.name}>{step.plan}</li>
          ))}
        </ol>
      </section>
      {settles && (placements.length > 0 || effective) && (
        <section aria-label="Chosen settings">
          <Title headingLevel={headings} size="md">
            What was chosen for it
          </Title>
          <Chosen placements={placements} effective={effective} />
        </section>
      )}
    </div>
  );
}
