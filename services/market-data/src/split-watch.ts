import { dateOf, likelySplit, type Bar, type EquitySymbol, type MarketHistory, type Price, type Session, type SessionCalendar, type Split } from '@sofi/domain';
import type { Database } from '@sofi/postgres';
import type { Alerts, Notice } from '@sofi/service-kit';

const MINUTE_MS = 60_000;
/** of the market's clock */
const AGAIN_AFTER_MS = 60_000;
/** symbols of one question */
const AT_ONCE = 200;

/** The last close before a trading day, as it was traded and as the broker tells it on that day. */
interface Closes {
  readonly date: string;
  readonly traded: Price | undefined;
  readonly told: Price | null;
  readonly now: number;
}

/**
 * On each trading day, once for each symbol: yesterday's close as it is stored against the one that the broker tells today. Where a split lies between them it
 * is noted and told: from then on charts and warm-ups see what was before it in the prices behind it.
 */
export class SplitWatch {
  private date = '';
  private readonly looked = new Set<EquitySymbol>();
  private looking: Promise<void> | undefined;
  /** the broker did not answer: until then it is left alone */
  private notBefore = -Infinity;

  constructor(
    private readonly database: Pick<Database, 'bars' | 'splits'>,
    private readonly history: Pick<MarketHistory, 'snapshots'>,
    private readonly calendar: SessionCalendar,
    private readonly alerts: Pick<Alerts, 'stands'>,
  ) {}

  /** Cheap where all of them were looked at today, and while the exchange is closed: the close before the last one is then still told as the previous. */
  look(symbols: readonly EquitySymbol[], now: number): Promise<void> {
    const session = this.calendar.at(now);
    if (!session) return Promise.resolve();
    this.looking ??= this.lookAll(symbols, session.date, session.open, now).finally(() => (this.looking = undefined));
    return this.looking;
  }

  /**
   * Days as the broker tells them, before they are stored. On the day of a split it may tell the days before in the new shares before the exchange opens
   * and `look` has compared: then the newest of them shows it, beside the minutes that were stored as they were traded.
   */
  async compare(symbol: EquitySymbol, days: readonly Bar[], now: number): Promise<void> {
    const session = this.calendar.on(dateOf(now));
    const before = session && this.calendar.latest(session.open - 1);
    const day = before && days.find(({ start }) => start >= before.open && start < before.close);
    if (!day) return;
    const traded = await this.lastMinute(symbol, before);
    await this.noteIfSplit(symbol, { date: session.date, traded: traded?.close, told: day.close, now });
  }

  private async lookAll(symbols: readonly EquitySymbol[], date: string, open: number, now: number): Promise<void> {
    if (date !== this.date) this.looked.clear();
    this.date = date;
    const fresh = symbols.filter((symbol) => !this.looked.has(symbol));
    for (let from = 0; from < fresh.length && now >= this.notBefore; from += AT_ONCE) await this.lookAt(fresh.slice(from, from + AT_ONCE), { date, open, now });
  }

  private async lookAt(symbols: readonly EquitySymbol[], { date, open, now }: { date: string; open: number; now: number }): Promise<void> {
    const answer = await this.history.snapshots(symbols);
    if (answer.state === 'unavailable') {
      this.notBefore = now + AGAIN_AFTER_MS;
      return;
    }
    for (const { symbol, previousClose: told } of answer.value.known) await this.noteIfSplit(symbol, { date, traded: await this.closeBefore(symbol, open), told, now });
    for (const symbol of symbols) this.looked.add(symbol);
  }

  /** Of the session before: its last minute, or its day. */
  private async closeBefore(symbol: EquitySymbol, open: number): Promise<Price | undefined> {
    const session = this.calendar.latest(open - 1);
    if (!session) return undefined;
    const minute = await this.lastMinute(symbol, session);
    const [day] = minute ? [minute] : await this.database.bars.load({ symbol, timeframe: '1d', from: session.open, to: session.close });
    return day?.close;
  }

  private async lastMinute(symbol: EquitySymbol, { close }: Session): Promise<Bar | undefined> {
    const [minute] = await this.database.bars.load({ symbol, timeframe: '1m', from: close - MINUTE_MS, to: close });
    return minute;
  }

  private async noteIfSplit(symbol: EquitySymbol, { date, traded, told, now }: Closes): Promise<void> {
    const ratio = traded !== undefined && told !== null ? likelySplit(traded, told) : undefined;
    if (ratio) await this.note(symbol, { date, ratio }, now);
  }

  private async note(symbol: EquitySymbol, split: Split, now: number): Promise<void> {
    const known = await this.database.splits.of(symbol);
    if (known.some(({ date }) => date === split.date)) return;
    await this.database.splits.note(symbol, split, now);
    this.alerts.stands(`split-${symbol}-${split.date}`, noticeOf(symbol, split));
  }
}

function noticeOf(symbol: EquitySymbol, { date, ratio }: Split): Notice {
  const whatToDo =
    'Check it with the company. Charts show the bars before that day in the new prices at once. Stop and start the strategies that trade it, so that they are warmed in the new prices, and look at open orders and stops: their prices are the old ones.';
  return { severity: 'warning', what: `${symbol} seems to be split ${ratio.shares} for ${ratio.of} on ${date}: yesterday's close is told by that ratio`, whatToDo };
}
