import type { Operation, Step } from '../../api/types';

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

export function hasEnded(operation: Pick<Operation, 'state'>): boolean {
  return ENDED.includes(operation.state);
}

const TITLES: Record<string, string> = {
  ProvisionNamespace: 'Create namespace',
  ChangeNamespace: 'Change namespace',
  RetireNamespace: 'Delete namespace',
  PurgeNamespace: 'Purge namespace',
  RestoreNamespace: 'Restore namespace',
  ProvisionShard: 'Register shard',
};

/** "ProvisionNamespace" in the words of someone who asked for it; a type that is newer than this page is spelled out. */
export function titleOf(type: string): string {
  return TITLES[type] ?? spell(type);
}

/** PublishRoute, publish-route and PUBLISH_ROUTE → "Publish route". */
export function spell(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function stepBeingDone(operation: Operation): Step | undefined {
  return operation.steps.find((step) => !['DONE', 'SKIPPED', 'UNDONE', 'PENDING'].includes(step.state));
}

/** Where the operation stands, in one sentence; also what a screen reader hears as it goes on. */
export function sentenceOf(operation: Operation): string {
  const done = operation.steps.filter((step) => ['DONE', 'SKIPPED'].includes(step.state)).length;
  const current = stepBeingDone(operation);
  const position = current ? operation.steps.indexOf(current) + 1 : Math.min(done + 1, operation.steps.length);
  const of = `step ${position} of ${operation.steps.length}`;
  const why = operation.waiting_reason ?? current?.reason;
  switch (operation.state) {
    case 'PENDING':
      return why ? `Not begun yet: ${why}` : 'Accepted; a worker will take it in a moment.';
    case 'RUNNING':
      return current ? `Under way: ${of}, ${spell(current.name).toLowerCase()}.` : `Under way: ${of}.`;
    case 'WAITING':
      return why ? `Waiting at ${of}: ${why}` : `Waiting at ${of}.`;
    case 'NEEDS_APPROVAL':
      return why ? `Waiting for someone to approve it: ${why}.` : 'Waiting for someone to approve it.';
    case 'NEEDS_ATTENTION':
      return why ? `Needs attention: ${why}` : 'Needs attention. It goes on by itself when the cause is gone.';
    case 'CANCELLING':
      return 'Being cancelled: what was done is undone.';
    case 'CANCELLED':
      return 'Cancelled; what had been done was undone.';
    case 'SUCCEEDED':
      return `Done: ${operation.steps.length} ${operation.steps.length === 1 ? 'step' : 'steps'} carried out.`;
    case 'FAILED':
      // Why is told in full by the problem and at the step.
      return `Failed at ${of}, and will not be tried again.`;
    default:
      return spell(operation.state);
  }
}

export interface Timing {
  /** Where the step begins and how long it took, as parts of the whole from 0 to 1. */
  offset: number;
  share: number;
  /** Milliseconds; of a step under way, up to now. */
  took: number;
}

/** Steps on a common scale, so that one sees at a glance where the time went. A step that has not begun has no timing. */
export function timingsOf(operation: Operation, now: number): (Timing | undefined)[] {
  const begin = Date.parse(operation.created_at);
  const end = operation.ended_at ? Date.parse(operation.ended_at) : now;
  const whole = Math.max(1, end - begin);
  return operation.steps.map((step) => {
    if (!step.started_at) return undefined;
    const from = Math.max(begin, Date.parse(step.started_at));
    const to = Math.max(from, step.ended_at ? Date.parse(step.ended_at) : end);
    return { offset: Math.min(1, (from - begin) / whole), share: Math.min(1, (to - from) / whole), took: to - from };
  });
}

export function durationOf(operation: Operation, now: number): number {
  return (operation.ended_at ? Date.parse(operation.ended_at) : now) - Date.parse(operation.created_at);
}
