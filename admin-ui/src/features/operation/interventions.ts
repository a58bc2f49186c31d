import type { Operation } from '../../api/types';

/** What a person can do about an operation, the likeliest first. */
const ACTS = ['approve', 'retry', 'cancel'] as const;

export type Act = (typeof ACTS)[number];

/** What is offered: the server has looked at the state and at the grants. */
export function actsOn({ permissions }: Operation): Act[] {
  return ACTS.filter((act) => permissions.includes(act));
}
