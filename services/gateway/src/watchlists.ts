import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { encode, interestMessage, subjects } from '@sofi/contracts';
import { equitySymbol, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import { KnownSymbols } from './known-symbols.js';

const OWNER = 'gateway';
/** what a new user sees */
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
    return (await this.database.watchlists.get(user)) ?? DEFAULT_SYMBOLS;
  }

  /** Throws a RuleError for a symbol that the broker does not know; then nothing has changed. */
  async add(user: string, symbol: EquitySymbol): Promise<readonly EquitySymbol[]> {
    const symbols = await this.of(user);
    if (symbols.includes(symbol)) return symbols;
    await this.known.check('symbol', [symbol]);
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

  private async replace(user: string, symbols: readonly EquitySymbol[]): Promise<readonly EquitySymbol[]> {
    await this.database.watchlists.set(user, symbols);
    await this.tell();
    return symbols;
  }

  /** The default list is asked for as well: whoever signs in for the first time finds it alive. */
  private async tell(): Promise<void> {
    const symbols = [...new Set([...DEFAULT_SYMBOLS, ...(await this.database.watchlists.symbols())])].toSorted();
    await this.bus.record(subjects.interest(OWNER), encode(interestMessage, { owner: OWNER, symbols }));
  }
}
