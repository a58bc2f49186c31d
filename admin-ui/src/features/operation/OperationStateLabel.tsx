import { Label, Spinner } from '@patternfly/react-core';
import BanIcon from '@patternfly/react-icons/dist/esm/icons/ban-icon';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ClockIcon from '@patternfly/react-icons/dist/esm/icons/clock-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import { spell } from './states';

/** The state of an operation or of one of its steps: the two share their words. */
export function OperationStateLabel({ state }: { state: string }) {
  const text = spell(state);
  switch (state) {
    case 'SUCCEEDED':
    case 'DONE':
      return (
        <Label color="green" icon={<CheckCircleIcon />}>
          {text}
        </Label>
      );
    case 'RUNNING':
    case 'CANCELLING':
    case 'UNDOING':
      return (
        <Label color="blue" icon={<Spinner isInline aria-hidden="true" />}>
          {text}
        </Label>
      );
    case 'WAITING':
    case 'NEEDS_APPROVAL':
      return (
        <Label color="purple" icon={<ClockIcon />}>
          {text}
        </Label>
      );
    case 'NEEDS_ATTENTION':
      return (
        <Label color="yellow" icon={<ExclamationTriangleIcon />}>
          {text}
        </Label>
      );
    case 'FAILED':
      return (
        <Label color="red" icon={<ExclamationCircleIcon />}>
          {text}
        </Label>
      );
    case 'CANCELLED':
    case 'SKIPPED':
    case 'UNDONE':
      return (
        <Label color="grey" icon={<BanIcon />}>
          {text}
        </Label>
      );
    default:
      return (
        <Label color="grey" icon={<ClockIcon />}>
          {text}
        </Label>
      );
  }
}
