import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { atNewYork, nyseCalendar, UnavailableError, type MarketHistory, type Read, type Session } from '@sofi/domain';

/** Answers about the market that come from the broker's REST side. What the broker does not answer is unavailable, never empty. */
export class BrokerFacts {
  private readonly months = new Map<string, readonly Session[]>();

  constructor(private readonly history: MarketHistory) {}

  async snapshots({ symbols }: CommandRequest<'market-data.snapshots'>): Promise<CommandReply<'market-data.snapshots'>> {
    if (symbols.length === 0) return { known: [], unknown: [] };
    const { known, unknown } = valueOf(await this.history.snapshots(symbols));
    return { known: [...known], unknown: [...unknown] };
  }

  /** the market's time by the broker's own clock, ms */
  async now(): Promise<number> {
    return valueOf(await this.history.now());
  }

  /** One request, whatever comes of it: a stream goes on with a token that is not taken any more, and only a request tells. */
  async knock(): Promise<void> {
    await this.history.now();
  }

  async search({ text }: CommandRequest<'market-data.search'>): Promise<CommandReply<'market-data.search'>> {
    return { found: [...valueOf(await this.history.search(text))] };
  }

  async bars({ symbol, from, to }: CommandRequest<'market-data.bars'>): Promise<CommandReply<'market-data.bars'>> {
    return { bars: [...valueOf(await this.history.minuteBars(symbol, from, to))] };
  }

  async minutes({ symbol, from, to }: CommandRequest<'market-data.minutes'>): Promise<CommandReply<'market-data.minutes'>> {
    const { bars, source } = valueOf(await this.history.tradedMinutes(symbol, from, to));
    return { bars: [...bars], source };
  }

  /** Where the broker's calendar does not reach (it knows few years), the built-in one answers, and says so. */
  async sessions({ year, month }: CommandRequest<'market-data.sessions'>): Promise<CommandReply<'market-data.sessions'>> {
    const key = `${year}-${month}`;
    const known = this.months.get(key);
    if (known) return { sessions: [...known], source: 'broker' };
    const sessions = valueOf(await this.history.sessions(year, month));
    if (sessions.length === 0) return { sessions: builtIn(year, month), source: 'built-in' };
    this.months.set(key, sessions);
    return { sessions: [...sessions], source: 'broker' };
  }
}

function valueOf<T>(read: Read<T>): T {
  if (read.state === 'unavailable') throw new UnavailableError(read.reason);
  return read.value;
}

function builtIn(year: number, month: number): Session[] {
  const calendar = nyseCalendar();
  const end = atNewYork(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`, '00:00');
  const sessions: Session[] = [];
  let session = calendar.next(atNewYork(`${year}-${String(month).padStart(2, '0')}-01`, '00:00') - 1);
  for (; session !== undefined && session.open < end; session = calendar.next(session.open)) sessions.push(session);
  return sessions;
}
