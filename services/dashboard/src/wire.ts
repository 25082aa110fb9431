import type {
  accountMessage,
  alertMessage,
  barMessage,
  candlesAnswer,
  decisionMessage,
  feedStatusMessage,
  healthAnswer,
  heartbeatMessage,
  meAnswer,
  orderAnswer,
  orderDetailAnswer,
  orderEventMessage,
  placedAnswer,
  positionsAnswer,
  quoteAnswer,
  quoteMessage,
  reconciliationField,
  roundTripField,
  strategyState,
  strategySummary,
  strategyTypeMessage,
  symbolFeedMessage,
  symbolPositionsMessage,
  tradeMessage,
  conditionField,
} from '@sofi/contracts';

/** The JSON that travels: the encoded side of a contract, dollars as plain numbers. */
type Wire<S extends { _zod: { input: unknown } }> = S['_zod']['input'];

export type Me = Wire<typeof meAnswer>;
export type QuoteRow = Wire<typeof quoteAnswer>;
export type TradeTick = Wire<typeof tradeMessage>;
export type QuoteTick = Wire<typeof quoteMessage>;
export type BarTick = Wire<typeof barMessage>;
export type Bar = Wire<typeof candlesAnswer>['bars'][number];
export type Timeframe = BarTick['timeframe'];
export type OrderRow = Wire<typeof orderAnswer>;
export type OrderDetail = Wire<typeof orderDetailAnswer>;
export type OrderEvent = Wire<typeof orderEventMessage>;
export type Placed = Wire<typeof placedAnswer>;
export type PositionRow = Wire<typeof positionsAnswer>['positions'][number];
export type SymbolPositions = Wire<typeof symbolPositionsMessage>;
export type RoundTrip = Wire<typeof roundTripField>;
export type Account = Wire<typeof accountMessage>;
export type Reconciliation = Wire<typeof reconciliationField>;
export type Decision = Wire<typeof decisionMessage>;
export type Condition = Wire<typeof conditionField>;
export type Strategy = Wire<typeof strategySummary>;
export type StrategyState = Wire<typeof strategyState>;
export type StrategyType = Wire<typeof strategyTypeMessage>;
export type SymbolFeed = Wire<typeof symbolFeedMessage>;
export type FeedStatus = Wire<typeof feedStatusMessage>;
export type Heartbeat = Wire<typeof heartbeatMessage>;
export type Health = Wire<typeof healthAnswer>;
export type Alert = Wire<typeof alertMessage>;
export type Mode = Health['mode'];
export type Side = OrderRow['side'];
export type Duration = OrderRow['duration'];

/** What the broker and the gate say of a ticket before it is sent. */
export interface Preview {
  readonly gate: { readonly approved: boolean; readonly rule: string | null; readonly reason: string; readonly quantity: number };
  readonly estimatedCost: number;
  readonly commission: number | null;
  readonly marginChange: number | null;
  readonly brokerSays: string;
}

export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly value?: unknown;
}
