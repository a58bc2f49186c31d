import type { Namespace, Operation, Plan, Step } from '../api/types';

export function aStep(name: string, state: Step['state'], more: Partial<Step> = {}): Step {
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
    plan: { summary: 'Creates demo/profiles.', steps: [] },
    progress: { done: 0, total: 2, unit: 'steps' },
    waiting_reason: null,
    cancellable: false,
    approval_expires_at: null,
    problem: null,
    created_at: '2026-11-24T10:00:00Z',
    ended_at: null,
    permissions: ['read'],
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
      effective: {
        engine: 'CASSANDRA',
        replication: 1,
        limits: { reads_per_second: 1000, writes_per_second: 200 },
        warnings: [],
        reasons: [],
        demand: {
          millicores: 6,
          memory_bytes: 1_666_776,
          disk_bytes: 20_436_364,
          reads_per_second: 5,
          writes_per_second: 2,
          objects: 1,
        },
        layout: { replication: 1, compaction: 'leveled', cache_advised: false },
        monthly_cost: { currency: 'USD', per_month: 0.52 },
      },
    },
    permissions: ['read', 'write', 'change', 'delete'],
    ...more,
  };
}

export function aPlan(more: Partial<Plan> = {}): Plan {
  return {
    action: 'create',
    steps: [{ name: 'create-table', plan: 'Create the table u_1 on cassandra-1.' }],
    effective: aNamespace().status.effective,
    placements: [{ role: 'PRIMARY', shard: 'cassandra-1' }],
    warnings: [],
    approval: null,
    refusals: [],
    ...more,
  };
}
