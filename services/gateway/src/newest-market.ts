import { Inject, Injectable } from '@nestjs/common';
import { decode, decodeQuote, decodeTrade, subjects, symbolFeedMessage } from '@sofi/contracts';
import type { EquitySymbol, Quote, SymbolFeed, Trade } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';

/** The newest quote and trade of a symbol, from the streams: the same for every replica, and known right after a start. */
@Injectable()
export class NewestMarket {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  async quote(symbol: EquitySymbol): Promise<Quote | undefined> {
    const message = await this.bus.newest('QUOTES', subjects.quote(symbol));
    return message && decodeQuote(message.data);
  }

  async trade(symbol: EquitySymbol): Promise<Trade | undefined> {
    const message = await this.bus.newest('TRADES', subjects.trade(symbol));
    return message && decodeTrade(message.data);
  }

  /** How far its prices can be trusted; undefined for a symbol that was never watched. */
  async feed(symbol: EquitySymbol): Promise<SymbolFeed | undefined> {
    const message = await this.bus.newest('TRADES', subjects.symbolFeed(symbol));
    return message && decode(symbolFeedMessage, message.data);
  }
}
