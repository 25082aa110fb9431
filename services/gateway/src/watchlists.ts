import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { decode, encode, interestMessage, REPLAY_OWNER, subjects } from '@sofi/contracts';
import { equitySymbol, RuleError, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import { KnownSymbols } from './known-symbols.js';
import { MOST_SYMBOLS } from './symbol-questions.js';

const OWNER = 'gateway';
/** what a new user sees of a market that is not a replay */
export const DEFAULT_SYMBOLS: readonly EquitySymbol[] = ['AAPL', 'MSFT', 'GOOGL', 'TSLA', 'NVDA'].map(equitySymbol);

/** Who watches what. The union of all lists is what the feed is asked for. */
@Injectable()
export class Watchlists implements OnModuleInit {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BUS) private readonly bus: Bus,
    private readonly known: KnownSymbols,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.tell();
  }

  async of(user: string): Promise<readonly EquitySymbol[]> {
    return (await this.database.watchlists.get(user)) ?? this.defaults();
  }

  /** Throws a RuleError for a symbol that the broker does not know, and for one too many; then nothing has changed. */
  async add(user: string, symbol: EquitySymbol): Promise<readonly EquitySymbol[]> {
    const symbols = await this.of(user);
    if (symbols.includes(symbol)) return symbols;
    if (symbols.length >= MOST_SYMBOLS) throw new RuleError('symbol', symbol, `is one too many: a watchlist holds at most ${MOST_SYMBOLS} symbols`);
    await this.known.check('symbol', symbol);
    return this.replace(user, [...symbols, symbol]);
  }

  async remove(user: string, symbol: EquitySymbol): Promise<readonly EquitySymbol[]> {
    const symbols = await this.of(user);
    return symbols.includes(symbol)
      ? this.replace(
          user,
          symbols.filter((one) => one !== symbol),
        )
      : symbols;
  }

  /** In a replay what is on its tape, for nothing else moves. */
  private async defaults(): Promise<readonly EquitySymbol[]> {
    const replayed = await this.bus.newest('INTEREST', subjects.interest(REPLAY_OWNER));
    const symbols = replayed ? decode(interestMessage, replayed.data).symbols : [];
    return symbols.length > 0 ? symbols : DEFAULT_SYMBOLS;
  }

  private async replace(user: string, symbols: readonly EquitySymbol[]): Promise<readonly EquitySymbol[]> {
    await this.database.watchlists.set(user, symbols);
    await this.tell();
    return symbols;
  }

  /** The default list is asked for as well: whoever signs in for the first time finds it alive. */
  private async tell(): Promise<void> {
    const symbols = [...new Set([...(await this.defaults()), ...(await this.database.watchlists.symbols())])].toSorted();
    await this.bus.record(subjects.interest(OWNER), encode(interestMessage, { owner: OWNER, symbols }));
  }
}
