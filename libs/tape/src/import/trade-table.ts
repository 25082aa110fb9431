import { BarBuilder, GRACE_MS, RuleError, type Bar, type BarChange, type Session } from '@sofi/domain';
import { priceIn, sharesIn } from './amounts.js';
import type { Surroundings } from './bar-of-row.js';
import { timeText, type Layout } from './layout.js';
import { cellOf, refuseFuture, refuseOtherSymbol, sessionOfTime } from './row-checks.js';
import { timeOfRow } from './row-time.js';

const MINUTE = 60_000;

/** Rows of trades, oldest first, made into bars of a minute by the same rules as live ones. */
export class TradeTable {
  private readonly builder: BarBuilder;
  private session: Session | undefined;
  private cumulativeVolume = 0;
  private newest = -Infinity;

  constructor(
    private readonly layout: Layout,
    private readonly around: Surroundings,
  ) {
    this.builder = new BarBuilder({ symbol: layout.symbol, timeframe: '1m', calendar: around.calendar });
  }

  /** The bars that a trade closes. Throws a RuleError. */
  take(cells: readonly string[]): readonly Bar[] {
    const { columns, symbol } = this.layout;
    refuseOtherSymbol(cells, columns, symbol);
    const text = timeText(cells, columns);
    const exchangeTime = timeOfRow(text);
    const session = sessionOfTime(exchangeTime, text, this.around.calendar);
    refuseFuture(endOfMinute(exchangeTime), this.around.now, text);
    if (cellOf(cells, columns, 'suspicious') === '1') throw new RuleError('suspicious', '1', 'must be 0: the source itself doubts the trade');
    const paid = priceIn(cellOf(cells, columns, 'price'), 'price');
    const size = sharesIn(cellOf(cells, columns, 'size'), 'size');
    if (size === 0) throw new RuleError('size', '0', 'must be 1 share or more');
    if (exchangeTime < this.newest) throw new RuleError('time', text, 'must not be before the row before: oldest first');
    this.enter(session, exchangeTime);
    const exchange = cellOf(cells, columns, 'exchange');
    const common = { symbol, price: paid, size, cumulativeVolume: (this.cumulativeVolume += size), exchange };
    return barsOf(this.builder.onTrade({ kind: 'trade', ...common, session: 'regular', exchangeTime, receivedTime: exchangeTime }));
  }

  /** The minute of the last trade, though nothing tells that the file goes on to its end. */
  end(): readonly Bar[] {
    return this.session ? barsOf(this.builder.onClock(endOfMinute(this.newest) + GRACE_MS)) : [];
  }

  private enter(session: Session, time: number): void {
    if (session !== this.session) this.cumulativeVolume = 0;
    this.session = session;
    this.newest = time;
  }
}

function endOfMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE + MINUTE;
}

/** No print was heard when it happened. */
function barsOf(changes: readonly BarChange[]): Bar[] {
  return changes.map(({ bar }) => (bar.quality === 'whole' ? { ...bar, quality: 'backfilled' } : bar));
}
