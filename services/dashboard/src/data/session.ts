import { useLive } from './live-store.js';
import { useAccounts, useHealth, useMe } from './queries.js';
import type { Mode } from '../wire.js';

/** Viewers look on; traders and admins act. */
export const useCanTrade = (): boolean => {
  const role = useMe().data?.role;
  return role === 'trader' || role === 'admin';
};

/** Said by the server, which has it from the broker connection; unknown until it has spoken. */
export function useMode(): Mode | undefined {
  const feed = useLive((state) => state.feed?.mode);
  const health = useHealth().data?.mode;
  return feed ?? health;
}

export const useAccountId = (): string | undefined => {
  const live = useLive((state) => state.account?.account);
  const listed = useAccounts().data?.[0]?.account;
  return live ?? listed;
};
