import { QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
import { ApiError } from './api.js';

const MAX_TRIES = 2;

/** A refusal will be a refusal again; only what could not be reached or was unavailable is tried anew. */
const worthRetrying = (count: number, error: unknown) => count < MAX_TRIES && error instanceof ApiError && (error.status === 0 || error.status >= 500);

export const queryClient: QueryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, retry: worthRetrying, refetchOnWindowFocus: true }, mutations: { retry: false } },
  queryCache: new QueryCache({
    // A session that has ended: whoever noticed it first sends everybody to the sign-in page.
    onError: (error, query) => {
      if (error instanceof ApiError && error.status === 401 && query.queryKey[0] !== 'me') queryClient.setQueryData(['me'], null);
    },
  }),
});

const SOON_MS = 300;
const due = new Map<string, QueryKey>();
let timer: number | undefined;

/** Asks again for what these keys hold, once for a burst of events. */
export function soon(...keys: QueryKey[]): void {
  for (const key of keys) due.set(JSON.stringify(key), key);
  timer ??= window.setTimeout(() => {
    timer = undefined;
    for (const queryKey of due.values()) void queryClient.invalidateQueries({ queryKey });
    due.clear();
  }, SOON_MS);
}
