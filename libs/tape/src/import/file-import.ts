import { RuleError, type Bar } from '@sofi/domain';
import type { Surroundings } from './bar-of-row.js';
import { BarTable } from './bar-table.js';
import { cellsOf } from './cells.js';
import type { Layout } from './layout.js';
import { Refusals, refusalOf, type Refusal } from './refusal.js';
import { OutsideHours } from './row-checks.js';
import { TradeTable } from './trade-table.js';

export interface FileImportOptions extends Surroundings {
  /** rows before the open and after the close are expected: left out and counted, not refused */
  readonly skipExtended?: boolean | undefined;
  readonly refused?: ((refusal: Refusal) => void) | undefined;
}

/** Every row is one of taken, repeated, leftOut and refused. */
export interface RowCounts {
  readonly rows: number;
  readonly taken: number;
  /** the same bar once more */
  readonly repeated: number;
  /** before the open or after the close, where that was wished */
  readonly leftOut: number;
  readonly refused: number;
}

/** One file, line by line: bars come out, and of each row what became of it. */
export class FileImport {
  readonly refusals = new Refusals();
  private readonly table: BarTable | TradeTable;
  private taken = 0;
  private repeated = 0;
  private leftOut = 0;

  constructor(
    private readonly layout: Layout,
    private readonly options: FileImportOptions,
  ) {
    this.table = layout.holds === 'trades' ? new TradeTable(layout, options) : new BarTable(layout, options);
  }

  get counts(): RowCounts {
    const { taken, repeated, leftOut } = this;
    const refused = this.refusals.count;
    return { rows: taken + repeated + leftOut + refused, taken, repeated, leftOut, refused };
  }

  /** `row` as an editor counts lines. An empty line is no row. */
  line(line: string, row: number): readonly Bar[] {
    if (line.trim() === '') return [];
    try {
      const bars = this.table.take(cellsOf(line, this.layout.columns.delimiter));
      if (bars) this.taken += 1;
      else this.repeated += 1;
      return bars ?? [];
    } catch (error) {
      this.explain(error, row);
      return [];
    }
  }

  /** What the end of the file closes. */
  end(): readonly Bar[] {
    return this.table.end();
  }

  private explain(error: unknown, row: number): void {
    if (!(error instanceof RuleError)) throw error;
    if (error instanceof OutsideHours && this.options.skipExtended) {
      this.leftOut += 1;
      return;
    }
    const refusal = refusalOf(row, error);
    this.refusals.add(refusal);
    this.options.refused?.(refusal);
  }
}
