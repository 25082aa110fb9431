import { useEffect } from 'react';
import { useLive } from '../data/live-store.js';
import { useBalances } from '../data/queries.js';
import { useAccountId } from '../data/session.js';
import { money, signedMoney, toneOf } from '../logic/money-format.js';

/** What the account is worth now, and what that is against the start of the day. */
export function Equity() {
  const balances = useBalances(useAccountId()).data;
  const account = useLive((state) => state.account);
  useEffect(() => {
    if (balances && !useLive.getState().account) useLive.setState({ account: balances });
  }, [balances]);
  if (!account) return <span className="skeleton h-8 w-28" aria-label="Equity not known yet" />;
  const today = account.equity - account.dayStartEquity;
  return (
    <div
      data-testid="equity"
      className="text-right leading-tight whitespace-nowrap"
      title={`Account ${account.account} · cash ${money(account.cash)} · buying power ${money(account.buyingPower)}`}
    >
      <div className="text-sm font-semibold">{money(account.equity)}</div>
      <div className={`text-[11px] ${toneOf(today)}`}>{signedMoney(today)} today</div>
    </div>
  );
}
