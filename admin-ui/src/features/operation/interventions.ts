import type { Me, Operation } from '../../api/types';
import { rolesIn } from '../session/roles';

/** What a person can do about an operation that has not ended. */
export type Act = 'approve' | 'retry' | 'cancel';

const MAY: Record<Act, readonly string[]> = {
  approve: ['tenant-admin', 'platform-operator', 'platform-admin'],
  retry: ['tenant-developer', 'tenant-admin', 'platform-operator', 'platform-admin'],
  cancel: ['tenant-developer', 'tenant-admin', 'platform-operator', 'platform-admin'],
};

const WAITS = ['WAITING', 'NEEDS_ATTENTION', 'CANCELLING'];

/** What is offered to someone, the likeliest first; the server has the last word on it. */
export function actsOn(operation: Operation, me: Me): Act[] {
  const roles = rolesIn(me, operation.target.tenant);
  const sensible: Record<Act, boolean> = {
    approve: operation.state === 'NEEDS_APPROVAL',
    retry: WAITS.includes(operation.state),
    cancel: operation.cancellable,
  };
  return (Object.keys(sensible) as Act[]).filter(
    (act) => sensible[act] && roles.some((role) => MAY[act].includes(role)),
  );
}
