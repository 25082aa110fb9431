import { Controller, Get, Inject, Query } from '@nestjs/common';
import { quotesAnswer } from '@sofi/contracts';
import { equitySymbol, RuleError, type DaySnapshot, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { z } from 'zod';
import { NewestMarket } from './newest-market.js';
import { parsed } from './problem-answer.js';
import { quoteAnswerOf } from './quote-answer.js';
import { MOST_SYMBOLS } from './symbol-questions.js';

const query = z.object({ symbols: z.string().min(1) });

@Controller('quotes')
export class QuotesController {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly newest: NewestMarket,
  ) {}

  /** `symbols` is a list with commas. What the broker does not know, or what can be no symbol, comes back in `unknown`. */
  @Get()
  async quotes(@Query() asked: unknown): Promise<z.output<typeof quotesAnswer>> {
    const input = parsed(query, asked);
    const { symbols, impossible } = sorted(input.symbols);
    const named = symbols.length + impossible.length;
    if (named === 0) throw new RuleError('symbols', input.symbols, 'must name a symbol');
    if (named > MOST_SYMBOLS) throw new RuleError('symbols', `${named} symbols`, `must be at most ${MOST_SYMBOLS} at once`);
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
  const impossible = new Set<string>();
  for (const text of list.split(',').filter((one) => one.trim() !== '')) {
    try {
      symbols.add(equitySymbol(text));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      impossible.add(text.trim());
    }
  }
  return { symbols: [...symbols], impossible: [...impossible] };
}
