import type { EquitySymbol, Position, Trade } from '@sofi/domain';

export interface Breach {
  readonly position: Position;
  readonly intent: 'stop-loss' | 'take-profit';
  readonly reason: string;
}

/** Watches the stop and target levels of what every book holds, trade by trade. */
export class Guards {
  private readonly watched = new Map<EquitySymbol, Map<string, Position>>();

  /** A position as it is now; a flat one, or one without levels, is watched no more. */
  watch(position: Position): void {
    const ofSymbol = this.watched.get(position.symbol) ?? new Map<string, Position>();
    this.watched.set(position.symbol, ofSymbol);
    const hasLevels = position.stopLoss !== undefined || position.takeProfit !== undefined;
    if (position.netQuantity !== 0 && hasLevels) ofSymbol.set(position.book, position);
    else ofSymbol.delete(position.book);
  }

  /** Only regular trades count: a print at an odd hour closes nothing. */
  breaches(trade: Trade): Breach[] {
    const ofSymbol = this.watched.get(trade.symbol);
    if (!ofSymbol || ofSymbol.size === 0 || trade.session !== 'regular') return [];
    return [...ofSymbol.values()].flatMap((position) => breach(position, trade) ?? []);
  }
}

/** At the level or beyond. The stop is asked first: where both are reached, the loss counts. */
function breach(position: Position, { price }: Trade): Breach | undefined {
  const side = Math.sign(position.netQuantity);
  const { stopLoss, takeProfit } = position;
  if (stopLoss !== undefined && side * price <= side * stopLoss) return { position, intent: 'stop-loss', reason: inWords(price, 'stop', stopLoss) };
  if (takeProfit !== undefined && side * price >= side * takeProfit) return { position, intent: 'take-profit', reason: inWords(price, 'target', takeProfit) };
  return undefined;
}

function inWords(price: number, level: string, at: number): string {
  return `a trade at ${(price / 1e6).toFixed(2)} reached the ${level} at ${(at / 1e6).toFixed(2)}`;
}
