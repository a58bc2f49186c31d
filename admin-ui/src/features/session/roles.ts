import type { Grant, Me } from '../../api/types';

/** Roles that may create, change and delete namespaces of a tenant, the smallest first: it is the one to ask for. */
const MAY_WRITE = ['tenant-developer', 'tenant-admin', 'platform-admin'] as const;

/** The role that someone lacks who may do nothing but look. */
export const ROLE_TO_ASK_FOR = MAY_WRITE[0];

function covers(grant: Grant, tenant: string | undefined): boolean {
  return grant.scope.kind === 'platform' || (grant.scope.kind === 'tenant' && grant.scope.tenant === tenant);
}

/** What is no tenant's, such as a shard, only roles of the platform reach. */
export function rolesIn(me: Me, tenant: string | undefined): string[] {
  return [...new Set(me.grants.filter((grant) => covers(grant, tenant)).map((grant) => grant.role))];
}

/** Where no resource exists yet, no `permissions` travel with it: the grants decide, and the server has the last word. */
export function mayCreateNamespace(me: Me, tenant: string): boolean {
  return rolesIn(me, tenant).some((role) => (MAY_WRITE as readonly string[]).includes(role));
}
