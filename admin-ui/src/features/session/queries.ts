import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { Me } from '../../api/types';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.GET('/api/v1/me', { signal }).then(bodyOf<Me>),
  staleTime: 60_000,
});

/** Who uses the portal. The shell shows pages only once this is known, so that they never have to wait for it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
