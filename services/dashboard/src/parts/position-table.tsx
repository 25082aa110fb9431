import { Link } from 'wouter';
import { useLive, useQuote } from '../data/live-store.js';
import { duration } from '../logic/age.js';
import { money, shares, signedPercent, toneOf } from '../logic/money-format.js';
import type { PositionRow } from '../wire.js';
import { Badge } from './badge.js';
import { Profit } from './numbers.js';
import { symbolPath } from './quote-card.js';

/** What is open, marked to the newest price that has come. */
export function PositionTable({ positions, bookName }: { positions: readonly PositionRow[]; bookName?: (book: string) => string }) {
  return (
    <table className="grid-table">
      <thead>
        <tr>
          <th>Symbol</th>
          {bookName && <th className="max-sm:hidden">Held by</th>}
          <th className="num">Quantity</th>
          <th className="num max-sm:hidden">Entry</th>
          <th className="num">Last</th>
          <th className="num">Profit</th>
          <th>Stop · target</th>
          <th className="num max-sm:hidden">Held for</th>
        </tr>
      </thead>
      <tbody>
        {positions.map((position) => (
          <Row key={`${position.book} ${position.symbol}`} position={position} bookName={bookName} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ position, bookName }: { position: PositionRow; bookName: ((book: string) => string) | undefined }) {
  const last = useQuote(position.symbol)?.last ?? position.lastPrice;
  const marketTime = useLive((state) => state.marketTime);
  const profit = last === null ? position.openProfit : (last - position.averagePrice) * position.netQuantity;
  const percent = profit === null || position.costBasis === 0 ? null : (profit / Math.abs(position.costBasis)) * 100;
  return (
    <tr data-testid={`position-${position.book}-${position.symbol}`}>
      <td>
        <span className="flex items-center gap-2">
          <Link href={symbolPath(position.symbol)} className="font-semibold hover:underline">
            {position.symbol}
          </Link>
          <Badge tone={position.netQuantity > 0 ? 'good' : 'bad'}>{position.netQuantity > 0 ? 'Long' : 'Short'}</Badge>
        </span>
        {bookName && <span className="block text-xs text-soft sm:hidden">{bookName(position.book)}</span>}
      </td>
      {bookName && <td className="text-soft max-sm:hidden">{bookName(position.book)}</td>}
      <td className="num">{shares(position.netQuantity)}</td>
      <td className="num max-sm:hidden">{money(position.averagePrice)}</td>
      <td className="num">{money(last)}</td>
      <td className="num">
        <Profit dollars={profit} className="font-medium" /> <span className={`text-xs max-sm:block ${toneOf(profit)}`}>{signedPercent(percent)}</span>
      </td>
      <td>
        <Levels position={position} last={last} />
      </td>
      <td className="num text-soft max-sm:hidden">{marketTime > position.openedAt ? duration(marketTime - position.openedAt) : '–'}</td>
    </tr>
  );
}

/** Where the price stands between stop and target, as a bar; no guard is said, not drawn. */
function Levels({ position, last }: { position: PositionRow; last: number | null }) {
  const { stopLoss, takeProfit } = position;
  if (stopLoss === undefined && takeProfit === undefined) return <span className="text-xs text-soft">no stop, no target</span>;
  const between = stopLoss !== undefined && takeProfit !== undefined && last !== null ? ((last - stopLoss) / (takeProfit - stopLoss)) * 100 : undefined;
  return (
    <span className="flex min-w-40 items-center gap-2 text-xs">
      <span className="down">{money(stopLoss)}</span>
      <span aria-hidden className="relative h-1 flex-1 rounded-full bg-gradient-to-r from-error/50 via-base-300 to-success/50">
        {between !== undefined && (
          <span
            className="absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-base-100 bg-base-content"
            style={{ left: `${Math.min(100, Math.max(0, between))}%` }}
          />
        )}
      </span>
      <span className="up">{money(takeProfit)}</span>
    </span>
  );
}
