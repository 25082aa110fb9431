import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { barMessage, candlesQuery, symbolField, type candlesAnswer } from '@sofi/contracts';
import type { Bar } from '@sofi/domain';
import { z } from 'zod';
import { CandleHistory } from './candle-history.js';
import { KnownSymbols } from './known-symbols.js';
import { parsed } from './problem-answer.js';

type CandlesJson = z.input<typeof candlesAnswer>;

@Controller('candles')
export class CandlesController {
  constructor(
    private readonly history: CandleHistory,
    private readonly symbols: KnownSymbols,
  ) {}

  /** Oldest first; `from` inclusive, `to` exclusive; of more than `limit` bars the newest. Bars before one of `splits` are in the prices and shares behind it. */
  @Get(':symbol')
  @Header('cache-control', 'no-store')
  async candles(@Param('symbol') name: string, @Query() input: unknown): Promise<CandlesJson> {
    const { symbol } = parsed(z.object({ symbol: symbolField }), { symbol: name });
    const query = parsed(candlesQuery, input);
    const { bars, splits } = await this.history.load({ ...query, symbol });
    // the broker has no bars of a symbol that it does not know, and does not say why
    if (bars.length === 0) await this.symbols.check('symbol', symbol);
    return { symbol: name, timeframe: query.timeframe, bars: bars.map(toJson), splits: [...splits] };
  }
}

function toJson(bar: Bar): CandlesJson['bars'][number] {
  const { start, symbol: _symbol, timeframe: _timeframe, end: _end, ...rest } = z.encode(barMessage, bar);
  return { time: start, ...rest };
}
