import { describe, expect, it } from 'vitest';
import type { Grant, Me } from '../../api/types';
import { mayCreateNamespace, rolesIn } from './roles';

const me = (...grants: Grant[]): Me => ({ principal: 'user:a', name: 'a', grants, tenants: ['demo', 'other'] });
const inTenant = (role: Grant['role'], tenant: string): Grant => ({
  principal: 'user:a',
  role,
  scope: { kind: 'tenant', tenant },
});

describe('mayCreateNamespace', () => {
  it.each([
    ['a developer', me(inTenant('tenant-developer', 'demo')), true],
    ['an admin of the tenant', me(inTenant('tenant-admin', 'demo')), true],
    ['a platform admin', me({ principal: 'user:a', role: 'platform-admin', scope: { kind: 'platform' } }), true],
    ['a viewer', me(inTenant('tenant-viewer', 'demo')), false],
    ['a developer of another tenant', me(inTenant('tenant-developer', 'other')), false],
    ['an operator', me({ principal: 'user:a', role: 'platform-operator', scope: { kind: 'platform' } }), false],
    [
      'a writer of one namespace',
      me({ principal: 'user:a', role: 'data-writer', scope: { kind: 'namespace', tenant: 'demo', namespace: 'x' } }),
      false,
    ],
  ])('%s → %s', (_, who, expected) => expect(mayCreateNamespace(who, 'demo')).toBe(expected));
});

it('names each role once', () => {
  expect(rolesIn(me(inTenant('tenant-viewer', 'demo'), inTenant('tenant-viewer', 'demo')), 'demo')).toEqual([
    'tenant-viewer',
  ]);
});
