import { expect, it } from 'vitest';
import { anOperation } from '../../test/samples';
import { actsOn } from './interventions';

const who = (role: string, tenant = 'demo') => ({
  principal: 'user:ada',
  name: 'ada',
  grants: [{ principal: 'user:ada', role, scope: { kind: 'tenant', tenant } }],
  tenants: [tenant],
});
const acts = (state: string, role: string, cancellable = true) =>
  actsOn(anOperation({ state, cancellable }), who(role) as never);

it.each([
  ['NEEDS_APPROVAL', 'tenant-admin', ['approve', 'cancel']],
  ['NEEDS_APPROVAL', 'tenant-developer', ['cancel']],
  ['WAITING', 'tenant-developer', ['retry', 'cancel']],
  ['NEEDS_ATTENTION', 'tenant-developer', ['retry', 'cancel']],
  ['RUNNING', 'tenant-developer', ['cancel']],
  ['WAITING', 'tenant-viewer', []],
])('offers in %s to a %s: %s', (state, role, expected) => expect(acts(state, role)).toEqual(expected));

it('offers no cancelling beyond the point of no return', () =>
  expect(acts('CANCELLING', 'tenant-admin', false)).toEqual(['retry']));

it('leaves what becomes of a shard to the platform', () => {
  const drain = anOperation({ state: 'WAITING', cancellable: true, target: { kind: 'shard', name: 'cassandra-2' } });
  const operator = {
    ...who('platform-operator'),
    grants: [{ role: 'platform-operator', scope: { kind: 'platform' } }],
  };
  expect(actsOn(drain, operator as never)).toEqual(['retry', 'cancel']);
  expect(actsOn(drain, who('tenant-admin') as never)).toEqual([]);
});
