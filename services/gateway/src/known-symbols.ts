import { Inject, Injectable } from '@nestjs/common';
import { RuleError, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { NewestMarket } from './newest-market.js';

/** Whether a symbol exists. One that has traded does, whatever answers; for any other the broker is asked. */
@Injectable()
export class KnownSymbols {
  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly newest: NewestMarket,
  ) {}

  /** Throws a RuleError that names the field and the first symbol that nobody knows. */
  async check(field: string, symbols: readonly EquitySymbol[]): Promise<void> {
    const traded = await Promise.all(symbols.map((symbol) => this.newest.trade(symbol)));
    const doubtful = symbols.filter((_, index) => traded[index] === undefined);
    if (doubtful.length === 0) return;
    const { unknown } = await this.bus.ask('market-data.snapshots', { symbols: doubtful });
    if (unknown[0] !== undefined) throw new RuleError(field, unknown[0], 'is not known to the broker');
  }
}
