import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  Bar,
  Condition,
  Decision,
  Health,
  Me,
  OrderDetail,
  OrderRow,
  PositionRow,
  QuoteRow,
  Reconciliation,
  RoundTrip,
  Strategy,
  StrategyState,
  StrategyType,
  Timeframe,
  Account,
  Mode,
} from '../wire.js';
import { api, ApiError, keepCsrfToken, wordsOf } from './api.js';
import { answered } from './live-store.js';
import { queryClient } from './query-client.js';
import { toast } from './toasts.js';

const inPath = encodeURIComponent;

/** Who is signed in; null is nobody. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: Infinity });

async function fetchMe(): Promise<Me | null> {
  try {
    const me = await api.get<Me>('auth/me');
    keepCsrfToken(me.csrfToken);
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(username: string, password: string): Promise<void> {
  await api.post('auth/login', { username, password });
  await queryClient.fetchQuery({ queryKey: ['me'], queryFn: fetchMe, staleTime: 0 });
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
}

/** Nothing of one person's session is left for the next. */
export async function signOut(): Promise<void> {
  await api.post('auth/logout');
  queryClient.clear();
  location.assign('/');
}

export const useWatchlist = () => useQuery({ queryKey: ['watchlist'], queryFn: async () => (await api.get<{ symbols: string[] }>('watchlists')).symbols });

/** Goes into the live store, where the socket's ticks land too. */
export const useQuotes = (symbols: readonly string[]) =>
  useQuery({
    queryKey: ['quotes', symbols],
    enabled: symbols.length > 0,
    refetchInterval: 30_000,
    queryFn: async () => {
      const answer = await api.get<{ quotes: QuoteRow[]; unknown: string[] }>(`quotes?symbols=${symbols.map(inPath).join(',')}`);
      answered(answer.quotes);
      return answer;
    },
  });

export const useCandles = (symbol: string, timeframe: Timeframe, limit: number, refetchInterval: number | false = false) =>
  useQuery({
    queryKey: ['candles', symbol, timeframe, limit],
    refetchInterval,
    queryFn: async () => (await api.get<{ bars: Bar[] }>(`candles/${inPath(symbol)}?timeframe=${timeframe}&limit=${limit}`)).bars,
  });

export interface Found {
  readonly symbol: string;
  readonly description: string;
}
export const useSymbolSearch = (text: string) =>
  useQuery({
    queryKey: ['symbols', text],
    enabled: text.length > 0,
    staleTime: 60_000,
    queryFn: async () => {
      const answer = await api.get<{ symbols?: Found[]; found?: Found[] }>(`symbols?q=${inPath(text)}`);
      return answer.symbols ?? answer.found ?? [];
    },
  });

export const useHealth = () => useQuery({ queryKey: ['health'], refetchInterval: 10_000, queryFn: () => api.get<Health>('system/health') });
export const useAccounts = () =>
  useQuery({ queryKey: ['accounts'], staleTime: 60_000, queryFn: async () => (await api.get<{ accounts: { account: string; mode: Mode }[] }>('accounts')).accounts });
export const useBalances = (account: string | undefined) =>
  useQuery({ queryKey: ['balances', account], enabled: account !== undefined, queryFn: () => api.get<Account>(`accounts/${inPath(account ?? '')}/balances`) });
/** The server compares with the broker for each call: asked only where the socket has not said it. */
export const useReconciliation = (account: string | undefined, wanted: boolean) =>
  useQuery({
    queryKey: ['reconciliation', account],
    enabled: wanted && account !== undefined,
    staleTime: 60_000,
    queryFn: () => api.get<Reconciliation>(`accounts/${inPath(account ?? '')}/reconciliation`),
  });

export const useOrders = () => useQuery({ queryKey: ['orders'], refetchInterval: 15_000, queryFn: async () => (await api.get<{ orders: OrderRow[] }>('orders?limit=500')).orders });
export const useOrder = (orderId: string | undefined, refetchInterval: number | false = false) =>
  useQuery({ queryKey: ['order', orderId], enabled: orderId !== undefined, refetchInterval, queryFn: () => api.get<OrderDetail>(`orders/${inPath(orderId ?? '')}`) });
export const usePositions = () =>
  useQuery({ queryKey: ['positions'], refetchInterval: 10_000, queryFn: async () => (await api.get<{ positions: PositionRow[] }>('positions')).positions });

export const useStrategyTypes = () =>
  useQuery({ queryKey: ['strategy-types'], staleTime: Infinity, queryFn: async () => (await api.get<{ types: StrategyType[] }>('strategy-types')).types });
export const useStrategies = () =>
  useQuery({ queryKey: ['strategies'], refetchInterval: 5_000, queryFn: async () => (await api.get<{ strategies: Strategy[] }>('strategies')).strategies });
const ofStrategy = (id: string, part: string) => `strategies/${inPath(id)}${part}`;
export const useStrategy = (id: string) => useQuery({ queryKey: ['strategies', id], refetchInterval: 5_000, queryFn: () => api.get<Strategy>(ofStrategy(id, '')) });
export const useStrategyState = (id: string, running: boolean) =>
  useQuery({
    queryKey: ['strategies', id, 'state'],
    enabled: running,
    refetchInterval: 5_000,
    queryFn: async () => (await api.get<{ symbols: StrategyState[] }>(ofStrategy(id, '/state'))).symbols,
  });
export const useChecklist = (id: string, symbol: string | undefined, running: boolean) =>
  useQuery({
    queryKey: ['strategies', id, 'checklist', symbol],
    enabled: symbol !== undefined && running,
    refetchInterval: 5_000,
    queryFn: async () => (await api.get<{ conditions: Condition[] }>(ofStrategy(id, `/checklist?symbol=${inPath(symbol ?? '')}`))).conditions,
  });
export const useStrategyPositions = (id: string) =>
  useQuery({ queryKey: ['positions', id], refetchInterval: 5_000, queryFn: async () => (await api.get<{ positions: PositionRow[] }>(ofStrategy(id, '/positions'))).positions });
export const useStrategyTrades = (id: string) =>
  useQuery({ queryKey: ['trades', id], queryFn: async () => (await api.get<{ trades: RoundTrip[] }>(ofStrategy(id, '/trades'))).trades });
export const fetchDecisions = async (id: string, symbol?: string, limit = 50): Promise<Decision[]> =>
  (await api.get<{ decisions: Decision[] }>(ofStrategy(id, `/decisions?limit=${limit}${symbol === undefined ? '' : `&symbol=${inPath(symbol)}`}`))).decisions;

/** Does something on the server, says in words what came of it, and asks again for what it changed. */
export function useAction<V>(act: (variables: V) => Promise<unknown>, said: { done?: (variables: V) => string; failed: string; changes: readonly string[] }) {
  return useMutation({
    mutationFn: act,
    onSuccess: (_answer, variables) => said.done && toast('good', said.done(variables)),
    onError: (error) => toast('bad', said.failed, wordsOf(error)),
    onSettled: () => Promise.all(said.changes.map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
}
