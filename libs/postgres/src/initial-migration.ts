import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'api_tokens',
  'browser_sessions',
  'users',
  'watchlists',
  'positions',
  'day_starts',
  'ledger_openings',
  'round_trips',
  'orders',
  'order_events',
  'decisions',
  'strategies',
  'checkpoints',
  'bars',
];

/** Amounts are numeric(20,6) dollars; times are bigint ms since the epoch, as everywhere. */
export class Initial1700000000000 implements MigrationInterface {
  readonly name = 'Initial1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP SEQUENCE strategy_ids');
  }
}

const STATEMENTS = [
  `CREATE TABLE bars (
    symbol text NOT NULL,
    timeframe text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint NOT NULL,
    open numeric(20,6) NOT NULL,
    high numeric(20,6) NOT NULL,
    low numeric(20,6) NOT NULL,
    close numeric(20,6) NOT NULL,
    volume bigint NOT NULL,
    trade_count bigint NOT NULL,
    vwap numeric(20,6) NOT NULL,
    revision integer NOT NULL,
    quality text NOT NULL CHECK (quality IN ('whole', 'gap', 'backfilled')),
    PRIMARY KEY (symbol, timeframe, start_time)
  )`,
  `CREATE TABLE checkpoints (
    name text PRIMARY KEY,
    sequence bigint NOT NULL,
    market_time bigint NOT NULL
  )`,
  `CREATE SEQUENCE strategy_ids`,
  `CREATE TABLE strategies (
    id text PRIMARY KEY,
    name text NOT NULL,
    type text NOT NULL,
    symbols text[] NOT NULL,
    timeframe text NOT NULL,
    account text NOT NULL,
    parameters jsonb NOT NULL,
    risk jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('stopped', 'running', 'paused')),
    created_at bigint NOT NULL,
    deleted_at bigint
  )`,
  `CREATE TABLE decisions (
    id text PRIMARY KEY,
    strategy_id text NOT NULL,
    symbol text NOT NULL,
    time bigint NOT NULL,
    payload jsonb NOT NULL
  )`,
  `CREATE INDEX decisions_newest ON decisions (strategy_id, time DESC, id DESC)`,
  `CREATE INDEX decisions_newest_of_symbol ON decisions (strategy_id, symbol, time DESC, id DESC)`,
  `CREATE TABLE order_events (
    id bigserial PRIMARY KEY,
    order_id text NOT NULL,
    sequence integer NOT NULL,
    account text NOT NULL,
    symbol text NOT NULL,
    type text NOT NULL,
    time bigint NOT NULL,
    payload jsonb NOT NULL,
    published boolean NOT NULL DEFAULT false,
    UNIQUE (order_id, sequence)
  )`,
  `CREATE INDEX order_events_of_account ON order_events (account, id)`,
  `CREATE INDEX order_events_unpublished ON order_events (id) WHERE NOT published`,
  `CREATE TABLE orders (
    order_id text PRIMARY KEY,
    broker_order_id text,
    account text NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL,
    quantity bigint NOT NULL,
    type text NOT NULL,
    limit_price numeric(20,6),
    stop_price numeric(20,6),
    duration text NOT NULL,
    status text NOT NULL,
    filled_quantity bigint NOT NULL,
    average_fill_price numeric(20,6),
    origin text NOT NULL,
    strategy_id text,
    reason text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
  )`,
  `CREATE INDEX orders_newest ON orders (created_at DESC, order_id DESC)`,
  `CREATE INDEX orders_newest_of_strategy ON orders (strategy_id, created_at DESC, order_id DESC)`,
  `CREATE TABLE round_trips (
    id text PRIMARY KEY,
    account text NOT NULL,
    book text NOT NULL,
    symbol text NOT NULL,
    side text NOT NULL CHECK (side IN ('long', 'short')),
    quantity bigint NOT NULL,
    entry_price numeric(20,6) NOT NULL,
    exit_price numeric(20,6) NOT NULL,
    entry_time bigint NOT NULL,
    exit_time bigint NOT NULL,
    profit numeric(20,6) NOT NULL,
    profit_pct double precision NOT NULL,
    exit_reason text NOT NULL
  )`,
  `CREATE INDEX round_trips_newest ON round_trips (exit_time DESC, id DESC)`,
  `CREATE INDEX round_trips_newest_of_book ON round_trips (book, exit_time DESC, id DESC)`,
  `CREATE TABLE ledger_openings (
    account text PRIMARY KEY,
    cash numeric(20,6) NOT NULL,
    leverage double precision NOT NULL,
    time bigint NOT NULL
  )`,
  `CREATE TABLE day_starts (
    account text PRIMARY KEY,
    payload jsonb NOT NULL
  )`,
  `CREATE TABLE positions (
    account text NOT NULL,
    symbol text NOT NULL,
    payload jsonb NOT NULL,
    time bigint NOT NULL,
    PRIMARY KEY (account, symbol)
  )`,
  `CREATE TABLE watchlists (
    username text PRIMARY KEY,
    symbols text[] NOT NULL
  )`,
  `CREATE TABLE users (
    username text PRIMARY KEY,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'trader', 'admin')),
    created_at bigint NOT NULL
  )`,
  `CREATE TABLE browser_sessions (
    token_hash text PRIMARY KEY,
    username text NOT NULL REFERENCES users (username) ON DELETE CASCADE,
    csrf_token text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
  )`,
  `CREATE TABLE api_tokens (
    id text PRIMARY KEY,
    name text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    username text NOT NULL REFERENCES users (username) ON DELETE CASCADE,
    created_at bigint NOT NULL,
    last_used_at bigint
  )`,
];
