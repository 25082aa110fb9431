import { Inject, Injectable } from '@nestjs/common';
import { barMessage, decisionMessage, encode, feedStatusMessage, heartbeatMessage, subjects } from '@sofi/contracts';
import type { EquitySymbol, Timeframe } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import { BUS, DATABASE } from '@sofi/service-kit';
import type { Channel } from './channel.js';
import { KnownSymbols } from './known-symbols.js';
import { OrderBook } from './order-book.js';
import { SystemState } from './system-state.js';

/** enough that no bar is missing between a chart's history and its first change */
const BARS = 3;
const DECISIONS = 50;
const ORDERS = 200;
const text = new TextDecoder();

/** What is current on a channel, as JSON texts: the payloads of its subjects, and for `orders` the newest rows of the blotter. A symbol that does not exist is a RuleError. */
@Injectable()
export class Snapshots {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(DATABASE) private readonly database: Database,
    private readonly orders: OrderBook,
    private readonly system: SystemState,
    private readonly symbols: KnownSymbols,
  ) {}

  async of(channel: Channel): Promise<readonly string[]> {
    switch (channel.kind) {
      case 'quote':
        return this.ofExisting(channel.symbol, texts(await this.quote(channel.symbol)));
      case 'candle':
        return this.ofExisting(channel.symbol, await this.bars(channel.symbol, channel.timeframe));
      case 'decision':
        return this.decisions(channel.strategyId);
      case 'orders':
        return (await this.orders.list({ limit: ORDERS })).map((order) => JSON.stringify(order));
      case 'positions':
        return texts(await this.bus.newestOf('LEDGER', subjects.position('*', '*')));
      case 'account':
        return texts(await this.bus.newestOf('LEDGER', subjects.account('*')));
      case 'alerts':
        return texts(await this.bus.newestOf('ALERTS', subjects.alert('*')));
      case 'system':
        return this.services();
    }
  }

  /** Nothing at all of a symbol: there may be none of that name, which is a RuleError. */
  private async ofExisting(symbol: EquitySymbol, current: readonly string[]): Promise<readonly string[]> {
    if (current.length === 0) await this.symbols.checkIfPossible('symbol', symbol);
    return current;
  }

  private quote(symbol: EquitySymbol): Promise<(Message | undefined)[]> {
    return Promise.all([
      this.bus.newest('QUOTES', subjects.quote(symbol)),
      this.bus.newest('TRADES', subjects.trade(symbol)),
      this.bus.newest('TRADES', subjects.symbolFeed(symbol)),
    ]);
  }

  private async bars(symbol: EquitySymbol, timeframe: Timeframe): Promise<readonly string[]> {
    const bars = await this.database.bars.load({ symbol, timeframe, limit: BARS });
    return bars.map((bar) => encode(barMessage, bar));
  }

  private async decisions(strategyId: string): Promise<readonly string[]> {
    const decisions = await this.database.decisions.list({ strategyId, limit: DECISIONS });
    return decisions.map((one) => encode(decisionMessage, { ...one, values: { ...one.values }, conditions: [...one.conditions] }));
  }

  private services(): readonly string[] {
    const feed = this.system.feed();
    return [...this.system.beats().map((beat) => encode(heartbeatMessage, beat)), ...(feed ? [encode(feedStatusMessage, feed)] : [])];
  }
}

function texts(messages: readonly (Message | undefined)[]): readonly string[] {
  return messages.filter((message) => message !== undefined).map((message) => text.decode(message.data));
}
