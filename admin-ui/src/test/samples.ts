import type { Namespace, Operation, Step } from '../api/types';

export function aStep(name: string, state: string, more: Partial<Step> = {}): Step {
  return { name, plan: `Does ${name}.`, state, attempt: 1, started_at: null, ended_at: null, reason: null, ...more };
}

export function anOperation(more: Partial<Operation> = {}): Operation {
  return {
    id: '01',
    type: 'ProvisionNamespace',
    state: 'RUNNING',
    target: { kind: 'namespace', tenant: 'demo', name: 'profiles', uid: 'u' },
    requested_by: 'user:demo-developer',
    steps: [aStep('create-table', 'RUNNING'), aStep('publish-route', 'PENDING')],
    created_at: '2026-11-24T10:00:00Z',
    ended_at: null,
    ...more,
  };
}

export function aNamespace(more: Partial<Namespace> = {}): Namespace {
  return {
    uid: 'u',
    tenant: 'demo',
    name: 'profiles',
    revision: 1,
    created_at: '2026-11-24T10:00:00Z',
    updated_at: '2026-11-24T10:00:00Z',
    spec: { abstraction: 'key-value' },
    status: {
      state: 'ACTIVE',
      reason: null,
      epoch: 1,
      endpoint: '/data/v1/kv/demo/profiles',
      operation_id: null,
      placements: [{ role: 'PRIMARY', shard: 'cassandra-1' }],
      effective: {},
    },
    permissions: ['read', 'write', 'change', 'delete'],
    ...more,
  };
}
