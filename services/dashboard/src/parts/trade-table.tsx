import { duration } from '../logic/age.js';
import { money, shares, signedPercent, toneOf } from '../logic/money-format.js';
import { dayAndTime } from '../logic/new-york-clock.js';
import type { RoundTrip } from '../wire.js';
import { Profit } from './numbers.js';

const EXITS: Record<RoundTrip['exitReason'], string> = { signal: 'signal', 'stop-loss': 'stop loss', 'take-profit': 'take profit', manual: 'by hand' };

/** Closed round trips, newest first. */
export function TradeTable({ trades }: { trades: readonly RoundTrip[] }) {
  return (
    <table className="grid-table">
      <thead>
        <tr>
          <th>Closed (New York)</th>
          <th>Symbol</th>
          <th className="num">Quantity</th>
          <th className="num">Entry</th>
          <th className="num">Exit</th>
          <th className="num">Profit</th>
          <th>Exit by</th>
          <th className="num">Held for</th>
        </tr>
      </thead>
      <tbody>
        {trades
          .toSorted((a, b) => b.exitTime - a.exitTime)
          .map((trade) => (
            <tr key={trade.id} data-testid="trade-row">
              <td className="whitespace-nowrap">{dayAndTime(trade.exitTime)}</td>
              <td className="whitespace-nowrap">
                <span className="font-semibold">{trade.symbol}</span> <span className="text-soft">{trade.side}</span>
              </td>
              <td className="num">{shares(trade.quantity)}</td>
              <td className="num">{money(trade.entryPrice)}</td>
              <td className="num">{money(trade.exitPrice)}</td>
              <td className="num">
                <Profit dollars={trade.profit} className="font-medium" /> <span className={`text-xs ${toneOf(trade.profit)}`}>{signedPercent(trade.profitPct)}</span>
              </td>
              <td className="whitespace-nowrap text-soft">{EXITS[trade.exitReason]}</td>
              <td className="num text-soft">{duration(trade.exitTime - trade.entryTime)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
