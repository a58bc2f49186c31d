import { Label, Spinner } from '@patternfly/react-core';
import ArchiveIcon from '@patternfly/react-icons/dist/esm/icons/archive-icon';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';

const WORDS: Record<string, string> = {
  PENDING: 'Pending',
  PROVISIONING: 'Being set up',
  ACTIVE: 'Active',
  CHANGING: 'Changing',
  MOVING: 'Moving',
  NEEDS_ATTENTION: 'Needs attention',
  RETIRING: 'Being deleted',
  RETIRED: 'Deleted',
  PURGED: 'Purged',
};

export const wordOf = (state: string) => WORDS[state] ?? state;

export function NamespaceStateLabel({ state }: { state: string }) {
  switch (state) {
    case 'ACTIVE':
      return (
        <Label color="green" icon={<CheckCircleIcon />}>
          {wordOf(state)}
        </Label>
      );
    case 'NEEDS_ATTENTION':
      return (
        <Label color="yellow" icon={<ExclamationTriangleIcon />}>
          {wordOf(state)}
        </Label>
      );
    case 'RETIRED':
    case 'PURGED':
      return (
        <Label color="grey" icon={<ArchiveIcon />}>
          {wordOf(state)}
        </Label>
      );
    default:
      return (
        <Label color={state === 'RETIRING' ? 'orange' : 'blue'} icon={<Spinner isInline aria-hidden="true" />}>
          {wordOf(state)}
        </Label>
      );
  }
}
