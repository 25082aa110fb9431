import { encode, encodeTrade, clockMessage, subjects } from '@sofi/contracts';
import { equitySymbol, nyseCalendar, price, type ClockTick, type EquitySymbol, type Session, type Trade } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { CommandRequest } from '@sofi/contracts';

/** Fridays' close and Monday's open, New York being four hours behind UTC. */
export const FRIDAY_CLOSE = Date.parse('2013-10-04T20:00:00Z');
export const MONDAY_OPEN = Date.parse('2013-10-07T13:30:00Z');
const SECOND = 1_000;
const MINUTE = 60_000;
const [AAPL, MSFT, KO, IBM] = ['AAPL', 'MSFT', 'KO', 'IBM'].map(equitySymbol) as [EquitySymbol, EquitySymbol, EquitySymbol, EquitySymbol];
export const SYMBOLS = [AAPL, MSFT, KO, IBM];

/** Of a fixed seed: the same numbers in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Step {
  readonly trades: readonly Trade[];
  readonly tick: ClockTick;
}

/**
 * Six minutes before the weekend and seven after it. AAPL and MSFT trade all the time, KO once on Friday, IBM from Monday 09:33 on.
 * The clock ticks at every minute + 2 s and at some seconds between; once on Saturday.
 */
export function twoDays(): readonly Step[] {
  const random = seeded(7);
  const volumes = new Map<string, number>();
  const trade = (symbol: EquitySymbol, time: number): Trade => {
    const day = `${symbol} ${time < MONDAY_OPEN}`;
    const size = 1 + Math.floor(random() * 300);
    const cumulativeVolume = (volumes.get(day) ?? 0) + size;
    volumes.set(day, cumulativeVolume);
    const paid = price(100 + Math.floor(random() * 200) / 100);
    return { kind: 'trade', symbol, price: paid, size, cumulativeVolume, exchange: 'Q', session: 'regular', exchangeTime: time, receivedTime: time };
  };
  const tradesIn = (from: number): Trade[] => {
    const trades: Trade[] = [];
    for (const symbol of [AAPL, MSFT]) if (random() < 0.25) trades.push(trade(symbol, from + 1 + Math.floor(random() * 999)));
    if (from === FRIDAY_CLOSE - 5 * MINUTE) trades.push(trade(KO, from + 500));
    if (from >= MONDAY_OPEN + 3 * MINUTE && random() < 0.1) trades.push(trade(IBM, from + 999));
    return trades;
  };
  const steps: Step[] = [];
  const play = (from: number, to: number, trading: { from: number; to: number }) => {
    let trades: Trade[] = [];
    for (let second = from; second < to; second += SECOND) {
      if (second >= trading.from && second < trading.to) trades.push(...tradesIn(second));
      const time = second + SECOND;
      if (time % MINUTE !== 2 * SECOND && random() > 0.2) continue;
      steps.push({ trades: trades.toSorted((a, b) => a.exchangeTime - b.exchangeTime), tick: { kind: 'clock', time, paced: true } });
      trades = [];
    }
  };
  play(FRIDAY_CLOSE - 6 * MINUTE, FRIDAY_CLOSE + 5 * SECOND, { from: 0, to: FRIDAY_CLOSE });
  steps.push({ trades: [], tick: { kind: 'clock', time: FRIDAY_CLOSE + 20 * 60 * MINUTE, paced: true } });
  play(MONDAY_OPEN - 3 * SECOND, MONDAY_OPEN + 7 * MINUTE + 2 * SECOND, { from: MONDAY_OPEN, to: Infinity });
  return steps;
}

/** The stream as market-data writes it: after a break of the connection the market says again what was not acknowledged. */
export function asStream(steps: readonly Step[], breaks: () => 'before the tick' | 'after the tick' | undefined): Message[] {
  const lines = steps.flatMap(({ trades, tick }) => {
    const said = trades.map((one) => ({ subject: subjects.trade(one.symbol), text: encodeTrade(one) }));
    const clock = { subject: subjects.marketClock, text: encode(clockMessage, tick) };
    const broken = breaks();
    if (broken === 'before the tick') return [...said.slice(0, Math.ceil(said.length / 2)), ...said, clock];
    return broken === 'after the tick' ? [...said, clock, ...said, clock] : [...said, clock];
  });
  return lines.map(({ subject, text }, index) => ({ subject, sequence: index + 1, data: Buffer.from(text), time: 0 }));
}

/** market-data as far as calendars go. */
export const calendarBus = {
  ask: async (_name: string, { year, month }: CommandRequest<'market-data.sessions'>) => {
    const calendar = nyseCalendar();
    const sessions: Session[] = [];
    for (let day = 1; day <= new Date(Date.UTC(year, month, 0)).getUTCDate(); day++) {
      const session = calendar.on(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
      if (session) sessions.push(session);
    }
    return { sessions, source: 'broker' };
  },
} as Pick<Bus, 'ask'>;
