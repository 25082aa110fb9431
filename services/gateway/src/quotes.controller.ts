import { Controller, Get, Inject, Query } from '@nestjs/common';
import { quotesAnswer } from '@sofi/contracts';
import { equitySymbol, RuleError, type DaySnapshot, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { NewestMarket } from './newest-market.js';
import { parsed } from './problem-answer.js';
import { quoteAnswerOf } from './quote-answer.js';

/** as many as one answer of market-data holds */
const MOST_SYMBOLS = 500;
const query = z.object({ symbols: z.string().min(1) });

@Controller('quotes')
export class QuotesController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly newest: NewestMarket,
  ) {}

  /** `symbols` is a list with commas. What the broker does not know, or what can be no symbol, comes back in `unknown`. */
  @Get()
  async quotes(@Query() input: unknown): Promise<z.output<typeof quotesAnswer>> {
    const { symbols, impossible } = sorted(parsed(query, input).symbols);
    if (symbols.length > MOST_SYMBOLS) throw new RuleError('symbols', `${symbols.length} symbols`, `must be at most ${MOST_SYMBOLS} at once`);
    if (symbols.length === 0) return { quotes: [], unknown: impossible };
    const { known, unknown } = await this.bus.ask('market-data.snapshots', { symbols });
    return { quotes: await Promise.all(known.map((snapshot) => this.quote(snapshot))), unknown: [...unknown, ...impossible] };
  }

  private async quote(snapshot: DaySnapshot): Promise<z.output<typeof quotesAnswer>['quotes'][number]> {
    const { symbol } = snapshot;
    const [quote, trade, feed] = await Promise.all([this.newest.quote(symbol), this.newest.trade(symbol), this.newest.feed(symbol)]);
    return quoteAnswerOf(snapshot, { quote, trade, feed }, Date.now());
  }
}

function sorted(list: string): { symbols: EquitySymbol[]; impossible: string[] } {
  const symbols = new Set<EquitySymbol>();
  const impossible: string[] = [];
  for (const text of list.split(',').filter((one) => one.trim() !== '')) {
    try {
      symbols.add(equitySymbol(text));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      impossible.push(text.trim());
    }
  }
  return { symbols: [...symbols], impossible };
}
