import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { Namespace, NamespaceSpec, Operation, Plan } from '../../api/types';
import { operationQuery } from '../operation/queries';
import { changedSpec } from './change';
import { type Draft, specOf } from './draft';
import { isInMotion } from './states';

const ONE = '/api/v1/tenants/{tenant}/namespaces/{namespace}';

interface NamespacePage {
  items: Namespace[];
  next_page_token?: string | null;
}

export const namespacesQuery = (tenant: string) =>
  infiniteQueryOptions({
    queryKey: ['namespaces', tenant],
    queryFn: ({ pageParam, signal }) =>
      api
        .GET('/api/v1/tenants/{tenant}/namespaces', {
          params: { path: { tenant }, query: { limit: 100, ...(pageParam !== '' && { page_token: pageParam }) } },
          signal,
        })
        .then(bodyOf<NamespacePage>),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(isInMotion)) ? 2000 : false),
  });

export const namespaceQuery = (tenant: string, namespace: string) =>
  queryOptions({
    queryKey: ['namespaces', tenant, namespace],
    queryFn: ({ signal }) => api.GET(ONE, { params: { path: { tenant, namespace } }, signal }).then(bodyOf<Namespace>),
    refetchInterval: ({ state }) => (state.data && isInMotion(state.data) ? 1000 : false),
  });

/** Plans (dry) or does what a draft says; a namespace comes back where it was like that already. */
export type Ask = (draft: Draft, dry: boolean) => Promise<Plan | Operation | Namespace>;

type Condition = { 'If-None-Match': '*' } | { 'If-Match': string };

const put = async (tenant: string, namespace: string, body: NamespaceSpec, header: Condition, dry: boolean) =>
  bodyOf(
    await api.PUT(ONE, {
      params: { path: { tenant, namespace }, header, ...(dry && { query: { dry_run: true } }) },
      body,
    }),
  );

/** Only ever creates: a namespace that has the name already is refused, not replaced. */
export const creation =
  (tenant: string): Ask =>
  (draft, dry) =>
    put(tenant, draft.name, specOf(draft), { 'If-None-Match': '*' }, dry);

/** Replaces the spec that was read, and no other. */
export const change =
  ({ tenant, name, revision, spec }: Namespace): Ask =>
  (draft, dry) =>
    put(tenant, name, changedSpec(spec, draft), { 'If-Match': `"${revision}"` }, dry);

/** The state that one saw when one agreed is the state that is deleted: If-Match refuses anything else. */
const deletion = ({ tenant, name, revision }: Namespace, retention: string, dry: boolean, signal?: AbortSignal) =>
  api.DELETE(ONE, {
    params: {
      path: { tenant, namespace: name },
      query: { retention, ...(dry && { dry_run: true }) },
      header: { 'If-Match': `"${revision}"` },
    },
    ...(signal && { signal }),
  });

export const deletionPlanQuery = (namespace: Namespace, retention: string) =>
  queryOptions({
    queryKey: ['deletion-plan', namespace.uid, namespace.revision, retention],
    queryFn: async ({ signal }) => bodyOf(await deletion(namespace, retention, true, signal)) as Plan,
    gcTime: 0,
  });

export function useDeletion(namespace: Namespace) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (retention: string) => bodyOf(await deletion(namespace, retention, false)) as Operation,
    onSuccess: (operation) => queries.setQueryData(operationQuery(operation.id).queryKey, operation),
    onSettled: () => queries.invalidateQueries({ queryKey: ['namespaces', namespace.tenant] }),
  });
}
