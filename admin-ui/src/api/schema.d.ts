/** Written by hand after the REST conventions until `npm run generate` can make it from docs/openapi.yaml. */
export interface paths {
  '/api/v1/me': { get: { responses: { 200: { content: { 'application/json': components['schemas']['Me'] } } } } };
  '/api/v1/tenants/{tenant}/namespaces': {
    get: {
      parameters: { path: { tenant: string }; query?: { limit?: number; page_token?: string } };
      responses: { 200: { content: { 'application/json': components['schemas']['NamespacePage'] } } };
    };
  };
  '/api/v1/tenants/{tenant}/namespaces/{namespace}': {
    get: {
      parameters: { path: { tenant: string; namespace: string } };
      responses: { 200: { content: { 'application/json': components['schemas']['Namespace'] } } };
    };
    put: {
      parameters: {
        path: { tenant: string; namespace: string };
        query?: { dry_run?: boolean };
        header?: { 'If-Match'?: string; 'If-None-Match'?: string };
      };
      requestBody: { content: { 'application/json': components['schemas']['NamespaceSpec'] } };
      responses: {
        200: { content: { 'application/json': components['schemas']['Plan'] } };
        202: { content: { 'application/json': components['schemas']['Operation'] } };
      };
    };
    delete: {
      parameters: {
        path: { tenant: string; namespace: string };
        query?: { dry_run?: boolean; retention?: string };
        header?: { 'If-Match'?: string };
      };
      responses: {
        200: { content: { 'application/json': components['schemas']['Plan'] } };
        202: { content: { 'application/json': components['schemas']['Operation'] } };
      };
    };
  };
  '/api/v1/operations': {
    get: {
      parameters: {
        query?: { tenant?: string; namespace?: string; state?: string; limit?: number; page_token?: string };
      };
      responses: { 200: { content: { 'application/json': components['schemas']['OperationPage'] } } };
    };
  };
  '/api/v1/operations/{id}': {
    get: {
      parameters: { path: { id: string }; query?: { wait?: string } };
      responses: { 200: { content: { 'application/json': components['schemas']['Operation'] } } };
    };
  };
}
export interface components {
  schemas: {
    Me: { principal: string; name: string; grants: components['schemas']['Grant'][]; tenants: string[] };
    Grant: { role: string; scope: { kind: string; tenant?: string; namespace?: string } };
    Interval: { low?: number; mid?: number; high?: number };
    Latency: { mean?: number; p99?: number };
    Workload: {
      reads_per_second?: components['schemas']['Interval'];
      writes_per_second?: components['schemas']['Interval'];
      item_bytes?: components['schemas']['Interval'];
      items?: components['schemas']['Interval'];
      read_latency_ms?: components['schemas']['Latency'];
      write_latency_ms?: components['schemas']['Latency'];
    };
    NamespaceSpec: {
      abstraction: string;
      description?: string;
      workload?: components['schemas']['Workload'];
      writes?: string;
      consistency?: string;
      durability?: string;
      ttl?: string;
      cache?: string;
      engine?: string;
      isolation?: string;
      labels?: Record<string, string>;
      deletion_protection?: boolean;
    };
    Placement: { role: string; shard: string };
    NamespaceStatus: {
      state: string;
      reason?: string | null;
      epoch?: number;
      endpoint?: string | null;
      operation_id?: string | null;
      placements?: components['schemas']['Placement'][];
      effective?: Record<string, unknown>;
    };
    Namespace: {
      uid: string;
      tenant: string;
      name: string;
      revision: number;
      created_at: string;
      updated_at: string;
      spec: components['schemas']['NamespaceSpec'];
      status: components['schemas']['NamespaceStatus'];
      permissions: string[];
    };
    NamespacePage: { items: components['schemas']['Namespace'][]; next_page_token?: string | null };
    Refusal: { code: string; title: string; detail: string };
    PlanStep: { name: string; plan: string };
    Plan: {
      action: string;
      steps: components['schemas']['PlanStep'][];
      effective?: Record<string, unknown>;
      placements?: components['schemas']['Placement'][];
      warnings?: string[];
      refusals?: components['schemas']['Refusal'][];
    };
    Step: {
      name: string;
      plan?: string;
      state: string;
      attempt: number;
      started_at?: string | null;
      ended_at?: string | null;
      reason?: string | null;
    };
    Operation: {
      id: string;
      type: string;
      state: string;
      target: { kind: string; tenant: string; name: string; uid: string };
      requested_by: string;
      steps: components['schemas']['Step'][];
      progress?: { done: number; total: number; unit: string } | null;
      waiting_reason?: string | null;
      problem?: components['schemas']['Problem'] | null;
      created_at: string;
      ended_at?: string | null;
    };
    OperationPage: { items: components['schemas']['Operation'][]; next_page_token?: string | null };
    Violation: { field: string; message: string };
    Problem: {
      type?: string;
      title?: string;
      status?: number;
      detail?: string;
      code?: string;
      retryable?: boolean;
      operation_id?: string;
      violations?: components['schemas']['Violation'][];
    };
  };
}
