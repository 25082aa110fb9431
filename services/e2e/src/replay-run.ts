import type { Bar, Decision, OrderEvent, RoundTrip, StrategyDefinition, EquitySymbol } from '@sofi/domain';
import { openDatabase, type Database } from '@sofi/postgres';
import { ApiClient } from './api-client.js';
import { RunningStack, until } from './running-stack.js';
import { SimulatorClient } from './simulator-client.js';

export interface ReplayOptions {
  readonly folder: string;
  readonly speed: string;
  readonly symbols: readonly string[];
  /** while the market runs: what is done to the stack */
  readonly disturb?: (stack: RunningStack, progress: Progress) => Promise<void>;
  readonly limitMs?: number;
  readonly risk?: Readonly<Record<string, number>>;
  readonly parameters?: Readonly<Record<string, number>>;
}

/** How far the replay has come, told by the strategies' own heartbeat of stored work. */
export interface Progress {
  /** resolves when the market's clock has passed this time */
  passed(time: number): Promise<void>;
}

/** Everything that a replay left behind, as stored, and what the broker says of the same account. */
export interface ReplayResult {
  readonly strategy: StrategyDefinition;
  readonly bars: ReadonlyMap<string, readonly Bar[]>;
  readonly decisions: readonly Decision[];
  readonly orderEvents: readonly OrderEvent[];
  readonly roundTrips: readonly RoundTrip[];
  readonly openingTime: number;
  readonly reconciliation: { readonly equal: boolean; readonly differences: readonly unknown[] };
  readonly broker: { readonly balances: { readonly total_cash: number; readonly total_equity: number }; readonly orders: readonly BrokerOrder[] };
  readonly cash: number;
}

export interface BrokerOrder {
  readonly tag: string;
  readonly symbol: string;
  readonly side: string;
  readonly status: string;
  readonly quantity: number;
  readonly exec_quantity: number;
  readonly avg_fill_price: number;
}

const ACCOUNT = 'SIM0000001';

/** Starts the whole stack on a held replay, runs RSI mean reversion over it, and collects what came of it. */
export async function runReplay(options: ReplayOptions): Promise<ReplayResult> {
  const stack = await RunningStack.start(['--replay', options.folder, '--speed', options.speed, '--hold']);
  try {
    const strategyId = await startStrategy(stack, options);
    const simulator = new SimulatorClient(stack.state());
    await simulator.begin();
    const disturbed = options.disturb?.(stack, { passed: (time) => hasPassed(simulator, time, options.limitMs) });
    await until(async () => (await simulator.market()).state === 'finished', 'the end of the replay', options.limitMs);
    await disturbed;
    const database = await openDatabase(stack.state().urls['database'] ?? '');
    try {
      return await collect(stack, database, strategyId, options.symbols);
    } finally {
      await database.close();
    }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${stack.output.slice(-4_000)}`, { cause: error });
  } finally {
    await stack.dispose();
  }
}

async function startStrategy(stack: RunningStack, { symbols, risk = {}, parameters = {} }: ReplayOptions): Promise<string> {
  const api = await ApiClient.signIn(stack.url);
  const created = await api.post<{ id: string }>('/strategies', { name: 'RSI', type: 'rsi-mean-reversion', symbols, timeframe: '1m', parameters, risk });
  if (created.status !== 201) throw new Error(`the strategy was not made: ${created.status} ${JSON.stringify(created.body)}`);
  const started = await api.post(`/strategies/${created.body.id}/start`);
  if (started.status !== 200) throw new Error(`the strategy did not start: ${started.status} ${JSON.stringify(started.body)}`);
  return created.body.id;
}

async function hasPassed(simulator: SimulatorClient, time: number, limitMs?: number): Promise<void> {
  await until(async () => Number(new Date((await simulator.market()).time)) >= time, `the market's clock to pass ${new Date(time).toISOString()}`, limitMs);
}

async function collect(stack: RunningStack, database: Database, strategyId: string, symbols: readonly string[]): Promise<ReplayResult> {
  const api = await ApiClient.signIn(stack.url);
  const simulator = new SimulatorClient(stack.state());
  const strategy = await database.strategies.get(strategyId);
  const opening = await database.openings.get(ACCOUNT);
  if (!strategy || !opening) throw new Error('strategy or opening are not stored');
  const bars = new Map<string, readonly Bar[]>();
  for (const symbol of symbols) bars.set(symbol, await database.bars.load({ symbol: symbol as EquitySymbol, timeframe: '1m' }));
  const orderEvents = await database.orderEvents.all(ACCOUNT);
  // the account's figures are told at most once a second: wait for those that hold the last fill
  const lastFill = Math.max(0, ...orderEvents.map((event) => (event.type === 'filled' ? event.time : 0)));
  let account = { cash: 0, time: -1 };
  await until(async () => (account = (await api.get<typeof account>(`/accounts/${ACCOUNT}/balances`)).body).time >= lastFill, 'the account to hold the last fill');
  const { balances } = await simulator.account<{ balances: ReplayResult['broker']['balances'] }>('balances');
  const { orders } = await simulator.account<{ orders: 'null' | { order: BrokerOrder | BrokerOrder[] } }>('orders?includeTags=true&limit=1000');
  return {
    strategy,
    bars,
    decisions: (await database.decisions.list({ strategyId, limit: 100_000 })).toReversed(),
    orderEvents,
    roundTrips: (await database.roundTrips.list({ book: strategyId, limit: 100_000 })).toReversed(),
    openingTime: opening.time,
    reconciliation: (await api.get<ReplayResult['reconciliation']>(`/accounts/${ACCOUNT}/reconciliation`)).body,
    broker: { balances, orders: orders === 'null' ? [] : [orders.order].flat() },
    cash: account.cash,
  };
}
