import type { EquitySymbol } from '@sofi/domain';
import type { Bus } from '@sofi/nats';

/** as many symbols as one question to market-data holds */
export const MOST_SYMBOLS = 500;

interface Question {
  readonly symbols: Set<EquitySymbol>;
  readonly unknown: Promise<ReadonlySet<string>>;
}

/**
 * Asks the broker whether symbols exist, one question at a time: what comes up while one is under way shares the next. A page of a thousand quiet
 * symbols is a few requests to the broker, not a thousand. A symbol that exists is not asked for again.
 */
export class SymbolQuestions {
  private readonly existing = new Set<EquitySymbol>();
  private next: Question | undefined;
  private underWay: Promise<unknown> = Promise.resolve();

  constructor(private readonly bus: Pick<Bus, 'ask'>) {}

  /** Throws an UnavailableError where the broker does not say. */
  async isUnknown(symbol: EquitySymbol): Promise<boolean> {
    if (this.existing.has(symbol)) return false;
    const question = this.next && this.next.symbols.size < MOST_SYMBOLS ? this.next : this.prepare();
    question.symbols.add(symbol);
    return (await question.unknown).has(symbol);
  }

  private prepare(): Question {
    const symbols = new Set<EquitySymbol>();
    const unknown = this.underWay.then(() => this.ask(symbols));
    this.underWay = unknown.catch(() => undefined);
    return (this.next = { symbols, unknown });
  }

  private async ask(symbols: Set<EquitySymbol>): Promise<ReadonlySet<string>> {
    if (this.next?.symbols === symbols) this.next = undefined;
    const { known, unknown } = await this.bus.ask('market-data.snapshots', { symbols: [...symbols] });
    for (const { symbol } of known) this.existing.add(symbol);
    return new Set(unknown);
  }
}
