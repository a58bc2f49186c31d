import { Spinner } from '@patternfly/react-core';
import BanIcon from '@patternfly/react-icons/dist/esm/icons/ban-icon';
import CheckIcon from '@patternfly/react-icons/dist/esm/icons/check-icon';
import ClockIcon from '@patternfly/react-icons/dist/esm/icons/clock-icon';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import type { Operation, Step } from '../../api/types';
import { formatDuration } from '../../ui/format';
import { spell, type Timing, timingsOf } from './states';

/** The steps in their order, each with what it does, how long it took on a common scale, and why it waits or was repeated. */
export function Timeline({ operation, now }: { operation: Operation; now: number }) {
  const timings = timingsOf(operation, now);
  return (
    <ol className="q-timeline" aria-label="Steps">
      {operation.steps.map((step, at) => (
        <TimelineStep key={step.name} step={step} timing={timings[at]} />
      ))}
    </ol>
  );
}

function TimelineStep({ step, timing }: { step: Step; timing: Timing | undefined }) {
  return (
    <li className={`q-timeline__step q-timeline__step--${step.state.toLowerCase()}`}>
      <span className="q-timeline__dot" aria-hidden="true">
        <StepIcon state={step.state} />
      </span>
      <div className="q-timeline__body">
        <div className="q-timeline__line">
          <span className="q-timeline__name">{spell(step.name)}</span>
          <span className="q-visually-hidden">: {spell(step.state)}</span>
          {step.attempt > 1 && <span className="q-timeline__attempt">attempt {step.attempt}</span>}
          <span className="q-timeline__took">{timing ? formatDuration(timing.took) : ''}</span>
        </div>
        {step.plan !== '' && <p className="q-quiet">{step.plan}</p>}
        {step.reason && <p className="q-timeline__reason">{step.reason}</p>}
        {timing && (
          <div className="q-timeline__track" aria-hidden="true">
            <div
              className="q-timeline__bar"
              style={{ marginInlineStart: `${timing.offset * 100}%`, width: `${Math.max(0.5, timing.share * 100)}%` }}
            />
          </div>
        )}
      </div>
    </li>
  );
}

function StepIcon({ state }: { state: Step['state'] }) {
  switch (state) {
    case 'DONE':
      return <CheckIcon />;
    case 'RUNNING':
    case 'UNDOING':
      return <Spinner size="md" aria-hidden="true" />;
    case 'WAITING':
      return <ClockIcon />;
    case 'FAILED':
      return <TimesIcon />;
    case 'SKIPPED':
    case 'UNDONE':
      return <BanIcon />;
    case 'PENDING':
      return null;
  }
}
