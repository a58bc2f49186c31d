import type { Namespace } from '../../api/types';
import { canBeUsed } from './requests';

export const STATES = [
  'PENDING',
  'PROVISIONING',
  'ACTIVE',
  'CHANGING',
  'MOVING',
  'NEEDS_ATTENTION',
  'RETIRING',
  'RETIRED',
  'PURGED',
] as const;

export type NamespaceState = (typeof STATES)[number];

/** Something is being done to it, so what is shown will soon be old. */
export function isInMotion(namespace: Pick<Namespace, 'status'>): boolean {
  return ['PENDING', 'PROVISIONING', 'CHANGING', 'MOVING', 'NEEDS_ATTENTION', 'RETIRING'].includes(
    namespace.status.state,
  );
}

/** Requests to its endpoint are served. */
export function isServing(namespace: Pick<Namespace, 'status'>): boolean {
  return ['ACTIVE', 'CHANGING', 'MOVING'].includes(namespace.status.state);
}

/** How the namespace is, in one sentence. */
export function sentenceOf(namespace: Namespace): string {
  const { state, reason, placements } = namespace.status;
  const primary = placements.find((placement) => placement.role === 'PRIMARY')?.shard;
  const on = primary ? ` on ${primary}` : '';
  const because = reason ? `: ${reason}` : '.';
  switch (state) {
    case 'PENDING':
      return `Asked for; the work on it has not begun yet${because}`;
    case 'PROVISIONING':
      return `It is being set up${on}${because}`;
    case 'ACTIVE':
      if (!canBeUsed(namespace.spec.abstraction)) return `It is ready${on}, and cannot be used yet${because}`;
      return `It is ready and serves requests${primary ? ` from ${primary}` : ''}${because}`;
    case 'CHANGING':
      return canBeUsed(namespace.spec.abstraction)
        ? `It serves requests while a change is carried out${because}`
        : `A change is carried out${because}`;
    case 'MOVING':
      return `It serves requests while its data moves to another shard${because}`;
    case 'NEEDS_ATTENTION':
      return reason
        ? `It needs attention, and goes on by itself when the cause is gone: ${reason}`
        : 'It needs attention; its operation says why.';
    case 'RETIRING':
      return `It is being deleted and answers no more requests${because}`;
    case 'RETIRED':
      return `It is deleted; its data is kept for a while${because}`;
    case 'PURGED':
      return `It is deleted, and its data is gone${because}`;
  }
}
