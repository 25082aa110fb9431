import { Inject, Injectable } from '@nestjs/common';
import { RuleError, UnavailableError, type EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { BUS } from '@sofi/service-kit';
import { NewestMarket } from './newest-market.js';
import { SymbolQuestions } from './symbol-questions.js';

/** Whether a symbol exists. One that has traded does, whatever answers; for any other the broker is asked. */
@Injectable()
export class KnownSymbols {
  private readonly questions: SymbolQuestions;

  constructor(
    @Inject(BUS) bus: Bus,
    private readonly newest: NewestMarket,
  ) {
    this.questions = new SymbolQuestions(bus);
  }

  /** Throws a RuleError that names the field and the symbol, where the broker says that there is none, and an UnavailableError where it says nothing. */
  async check(field: string, symbol: EquitySymbol): Promise<void> {
    if (await this.newest.trade(symbol)) return;
    if (await this.questions.isUnknown(symbol)) throw new RuleError(field, symbol, 'is not known to the broker');
  }

  /** For what is only looked at: a broker that says nothing stands in nobody's way. */
  async checkIfPossible(field: string, symbol: EquitySymbol): Promise<void> {
    await this.check(field, symbol).catch((error: unknown) => {
      if (!(error instanceof UnavailableError)) throw error;
    });
  }
}
