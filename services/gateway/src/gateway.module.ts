import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Access } from './access.js';
import { AccessGuard } from './access.guard.js';
import { Accounts } from './accounts.js';
import { AccountsController } from './accounts.controller.js';
import { AuthController } from './auth.controller.js';
import { CandleHistory } from './candle-history.js';
import { CandlesController } from './candles.controller.js';
import { Checklists } from './checklist.js';
import { GATEWAY_CONFIG, type GatewayConfig } from './config.js';
import { DocsController } from './docs.controller.js';
import { FirstAdmin } from './first-admin.js';
import { KnownSymbols } from './known-symbols.js';
import { LiveGateway } from './live.gateway.js';
import { MarketController } from './market.controller.js';
import { MarketTime } from './market-time.js';
import { MetricsPort } from './metrics-port.js';
import { NewestMarket } from './newest-market.js';
import { OrderBook } from './order-book.js';
import { OrdersController } from './orders.controller.js';
import { PositionsController } from './positions.controller.js';
import { ProblemFilter } from './problem.filter.js';
import { QuotesController } from './quotes.controller.js';
import { Snapshots } from './snapshots.js';
import { Strategies } from './strategies.js';
import { StrategiesController } from './strategies.controller.js';
import { StrategyActivityController } from './strategy-activity.controller.js';
import { StrategyTypesController } from './strategy-types.controller.js';
import { SymbolsController } from './symbols.controller.js';
import { SystemController } from './system.controller.js';
import { SystemState } from './system-state.js';
import { Trades } from './trades.js';
import { TradesController } from './trades.controller.js';
import { ValuedPositions } from './valued-positions.js';
import { Watchlists } from './watchlists.js';
import { WatchlistsController } from './watchlists.controller.js';

export const controllers = [
  AccountsController,
  AuthController,
  CandlesController,
  DocsController,
  MarketController,
  OrdersController,
  PositionsController,
  QuotesController,
  StrategiesController,
  StrategyActivityController,
  StrategyTypesController,
  SymbolsController,
  SystemController,
  TradesController,
  WatchlistsController,
];

const providers = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_FILTER, useClass: ProblemFilter },
  Access,
  Accounts,
  CandleHistory,
  Checklists,
  FirstAdmin,
  KnownSymbols,
  LiveGateway,
  MarketTime,
  MetricsPort,
  NewestMarket,
  OrderBook,
  Snapshots,
  Strategies,
  SystemState,
  Trades,
  ValuedPositions,
  Watchlists,
];

/** REST and the browser socket. Reads from Postgres and the streams; whatever changes something is asked of the service that owns it. */
@Module({})
export class GatewayModule {
  static of(readConfig: () => GatewayConfig): DynamicModule {
    return { module: GatewayModule, controllers, providers: [{ provide: GATEWAY_CONFIG, useFactory: readConfig }, ...providers] };
  }
}
