import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { Namespace, NamespaceSpec, Operation, Plan } from '../../api/types';
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

interface Wish {
  name: string;
  spec: NamespaceSpec;
}

/** Only ever creates: a namespace that has the name already is refused, not replaced. */
const creation = (tenant: string, { name, spec }: Wish, dry: boolean) =>
  api.PUT(ONE, {
    params: {
      path: { tenant, namespace: name },
      header: { 'If-None-Match': '*' },
      ...(dry && { query: { dry_run: true } }),
    },
    body: spec,
  });

export function usePlanCreation(tenant: string) {
  return useMutation({
    mutationFn: async (wish: Wish) => ({ wish, plan: bodyOf(await creation(tenant, wish, true)) as Plan }),
  });
}

export function useCreation(tenant: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (wish: Wish) => bodyOf(await creation(tenant, wish, false)) as Operation,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['namespaces', tenant] }),
  });
}

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
    onSettled: () => queries.invalidateQueries({ queryKey: ['namespaces', namespace.tenant] }),
  });
}
