import type { Writable } from 'node:stream';

const WIDTH = 24;
const REDRAWN_MS = 100;
/** Where lines stay, there are fewer of them. */
const LINE_MS = 5_000;
/** The clock is looked at now and then: a row takes a microsecond or two. */
const ROWS = 1_000;

/** How far an import is: a bar that is drawn anew on a terminal, now and then a line elsewhere. Percent are of the bytes on the disk. */
export class ImportProgress {
  private readonly begun: number;
  private drawn: number;
  private bytes = 0;
  private rows = 0;

  constructor(
    private readonly out: Writable & { isTTY?: boolean },
    private readonly totalBytes: number,
    /** ms, for distances */
    private readonly now: () => number,
  ) {
    this.begun = this.drawn = now();
  }

  onBytes(count: number): void {
    this.bytes += count;
  }

  onRow(): void {
    this.rows += 1;
    if (this.rows % ROWS !== 0 || this.now() - this.drawn < (this.out.isTTY ? REDRAWN_MS : LINE_MS)) return;
    this.drawn = this.now();
    this.out.write(this.out.isTTY ? `\r${this.bar()} ${this.words()}\u001B[K` : `  ${this.words()}\n`);
  }

  /** The bar gives way to what is said next. */
  clear(): void {
    if (this.out.isTTY) this.out.write('\r\u001B[K');
  }

  /** `1,950 rows, 120,000 rows/s` */
  speed(): string {
    const seconds = Math.max(this.now() - this.begun, 1) / 1000;
    return `${count(this.rows)} rows, ${count(Math.round(this.rows / seconds))} rows/s`;
  }

  private words(): string {
    return `${Math.floor(this.share() * 100)} %, ${this.speed()}`;
  }

  private bar(): string {
    return `  ${'█'.repeat(Math.round(this.share() * WIDTH)).padEnd(WIDTH, '░')}`;
  }

  private share(): number {
    return this.totalBytes === 0 ? 1 : Math.min(this.bytes / this.totalBytes, 1);
  }
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
