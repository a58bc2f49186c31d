import { QueryClient } from '@tanstack/react-query';
import { isWorthRepeating } from './api/problem';

/** Reads are repeated while that may help; writes never by themselves, because a person agreed to one. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (failures, error) => failures < 3 && isWorthRepeating(error),
      },
      mutations: { retry: false },
    },
  });
}
