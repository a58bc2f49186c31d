import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer } from 'react';
import { api, bodyOf } from '../../api/client';
import type { ChangePlan, Operation } from '../../api/types';
import type { Act } from './interventions';
import { type Feed, later, nextFeed, operationOf } from './live';
import { hasEnded } from './states';

const POLL_MS = 1500;

export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operation', id],
    queryFn: ({ signal }) =>
      api.GET('/api/v1/operations/{id}', { params: { path: { id } }, signal }).then(bodyOf<Operation>),
    structuralSharing: (old, news) => later(old as Operation | undefined, news as Operation),
  });

export interface OperationFilter {
  tenant: string;
  namespace?: string;
}

interface OperationPage {
  items: Operation[];
  next_page_token?: string | null;
}

export const operationsQuery = (filter: OperationFilter) =>
  infiniteQueryOptions({
    queryKey: ['operations', filter],
    queryFn: ({ pageParam, signal }) =>
      api
        .GET('/api/v1/operations', {
          params: { query: { ...filter, limit: 50, ...(pageParam !== '' && { page_token: pageParam }) } },
          signal,
        })
        .then(bodyOf<OperationPage>),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_page_token ?? undefined,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((operation) => !hasEnded(operation))) ? POLL_MS : false,
  });

const ACTS = {
  approve: '/api/v1/operations/{id}:approve',
  retry: '/api/v1/operations/{id}:retry',
  cancel: '/api/v1/operations/{id}:cancel',
} as const satisfies Record<Act, string>;

/** What comes of it, as the server says it; a state that is newer is another question. */
export const interventionPlanQuery = ({ id, state }: Operation, act: Act) =>
  queryOptions({
    queryKey: ['intervention', id, state, act],
    queryFn: async ({ signal }) =>
      bodyOf(await api.POST(ACTS[act], { params: { path: { id }, query: { dry_run: true } }, signal })) as ChangePlan,
    gcTime: 0,
    retry: false,
  });

export const intervene = async (id: string, act: Act) =>
  bodyOf(await api.POST(ACTS[act], { params: { path: { id } } })) as Operation;

/** An operation as it goes on: pushed by the server, or polled where the stream does not get through. */
export function useLiveOperation(id: string) {
  const queries = useQueryClient();
  const [feed, send] = useReducer(nextFeed, 'connecting' satisfies Feed);
  const query = useQuery({
    ...operationQuery(id),
    refetchInterval: ({ state }) => (feed === 'polling' && !(state.data && hasEnded(state.data)) ? POLL_MS : false),
  });
  const ended = query.data !== undefined && hasEnded(query.data);
  const known = query.data !== undefined;

  useEffect(() => {
    if (!known || ended) return;
    const events = new EventSource(`/api/v1/operations/${encodeURIComponent(id)}/events`);
    events.addEventListener('open', () => send({ kind: 'opened' }));
    events.addEventListener('error', () => send({ kind: 'lost' }));
    events.addEventListener('operation', (event: MessageEvent<string>) => {
      const news = operationOf(event.data);
      if (!news) return;
      queries.setQueryData(operationQuery(id).queryKey, news);
      send({ kind: 'operation', operation: news });
    });
    return () => events.close();
  }, [id, known, ended, queries]);

  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ['namespaces'] });
  }, [ended, queries]);

  return { ...query, feed: ended ? ('ended' as const) : feed };
}
