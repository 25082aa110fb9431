import { RuleError, type Mode } from '@sofi/domain';

/** The account that was asked for, or the only one. Closed ones do not count. Throws a RuleError that names what there is. */
export function chooseAccount(accounts: readonly { account_number: string; status: string | null }[], wanted: string | undefined): string {
  const open = accounts.filter((account) => account.status !== 'closed').map((account) => account.account_number);
  const [only, ...others] = open;
  if (only === undefined) throw new RuleError('account', wanted ?? null, 'can not be chosen: this token has no open account');
  if (wanted === undefined && others.length > 0) throw new RuleError('account', null, `must name one of ${open.join(', ')}`);
  if (wanted !== undefined && !open.includes(wanted)) throw new RuleError('account', wanted, `is not among this token's accounts: ${open.join(', ')}`);
  return wanted ?? only;
}

/** Numbers of Tradier's two environments differ: VA00000000 is paper, 6YA00000 is real money. Throws a RuleError where one is asked for in the other. */
export function refuseForeignAccount(wanted: string | undefined, mode: Mode): void {
  const paper = wanted !== undefined && /^VA\d+$/i.test(wanted);
  const real = wanted !== undefined && /^\dY[A-Z]\d+$/i.test(wanted);
  if (mode === 'live' && paper) throw new RuleError('account', wanted, "is one of Tradier's sandbox, but this is its live environment");
  if (mode === 'sandbox' && real) throw new RuleError('account', wanted, "is one of Tradier's live environment, but this is its sandbox");
}
