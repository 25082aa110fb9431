import { dateOf, type Cash, type Ledger } from '@sofi/domain';

/** How the New York day began, and who has lost too much on it. Plain data: it can be stored and given back. */
export interface DayStart {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly equity: Cash;
  /** realised and open profit of each book at the start */
  readonly profits: Readonly<Record<string, Cash>>;
  /** books that may open nothing more until the next day */
  readonly halted: readonly string[];
}

/** The New York day of one account: it begins with the first thing that is heard of it. */
export class TradingDay {
  private start: DayStart;

  constructor(
    private readonly ledger: Ledger,
    time: number,
  ) {
    this.start = this.begin(dateOf(time));
  }

  /** The clock only goes forward: an earlier day than the known changes nothing. */
  moveTo(time: number): void {
    const date = dateOf(time);
    if (date > this.start.date) this.start = this.begin(date);
  }

  get startEquity(): Cash {
    return this.start.equity;
  }

  /** Realised and open profit of a book since the day began; negative is a loss. */
  profitOf(book: string): Cash {
    return (profitOf(this.ledger, book) - (this.start.profits[book] ?? 0)) as Cash;
  }

  isHalted(book: string): boolean {
    return this.start.halted.includes(book);
  }

  halt(book: string): void {
    if (!this.isHalted(book)) this.start = { ...this.start, halted: [...this.start.halted, book] };
  }

  toStore(): DayStart {
    return this.start;
  }

  /** Takes over how a day began, if it is not over; a halt that was learned since is kept. */
  resume(stored: DayStart): void {
    if (stored.date < this.start.date) return;
    const since = stored.date === this.start.date ? this.start.halted.filter((book) => !stored.halted.includes(book)) : [];
    this.start = { ...stored, halted: [...stored.halted, ...since] };
  }

  private begin(date: string): DayStart {
    const books = new Set(this.ledger.positions().map((position) => position.book));
    return { date, equity: this.ledger.equity(), profits: Object.fromEntries([...books].map((book) => [book, profitOf(this.ledger, book)])), halted: [] };
  }
}

function profitOf(ledger: Ledger, book: string): Cash {
  return (ledger.realisedProfit(book) + ledger.openProfit(book)) as Cash;
}
