import { Alert, List, ListItem, Title } from '@patternfly/react-core';
import type { Effective, Plan } from '../../api/types';
import { flatten } from '../../ui/flatten';
import { KeyValues } from '../../ui/KeyValues';

/** What would be done, before anyone agrees to it. */
export function PlanView({ plan, headings = 'h3' }: { plan: Plan; headings?: 'h2' | 'h3' }) {
  const { placements, refusals } = plan;
  const { reasons = [], warnings: told = [], ...chosen }: Partial<Effective> = plan.effective ?? {};
  const effective = flatten(chosen);
  const warnings = [...new Set([...plan.warnings, ...told])];
  return (
    <div className="q-plan">
      {refusals.length > 0 && (
        <Alert isInline variant="danger" title="It cannot be done as it stands" component={headings}>
          <Sentences of={refusals.map(({ title, detail }) => detail || title)} />
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
          {plan.steps.map((step) => (
            <li key={step.name}>{step.plan}</li>
          ))}
        </ol>
      </section>
      {placements.length > 0 && (
        <section aria-label="Placement">
          <Title headingLevel={headings} size="md">
            Where it will live
          </Title>
          <KeyValues
            entries={placements.map(({ role, shard }) => [
              role.charAt(0) + role.slice(1).toLowerCase(),
              <code key={role}>{shard}</code>,
            ])}
          />
        </section>
      )}
      {effective.length > 0 && (
        <section aria-label="Chosen settings">
          <Title headingLevel={headings} size="md">
            What was chosen for it
          </Title>
          <KeyValues entries={effective} columns />
          {reasons.length > 0 && (
            <div className="q-quiet">
              <p>Because:</p>
              <Sentences of={reasons} />
            </div>
          )}
        </section>
      )}
    </div>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return of.length === 1 ? (
    of[0]
  ) : (
    <List>
      {of.map((sentence) => (
        <ListItem key={sentence}>{sentence}</ListItem>
      ))}
    </List>
  );
}
