import { RuleError } from '@sofi/domain';

/** The account that was asked for, or the only one. Closed ones do not count. Throws a RuleError that names what there is. */
export function chooseAccount(accounts: readonly { account_number: string; status?: string | undefined }[], wanted: string | undefined): string {
  const open = accounts.filter((account) => account.status !== 'closed').map((account) => account.account_number);
  const [only, ...others] = open;
  if (only === undefined) throw new RuleError('account', wanted ?? null, 'can not be chosen: this token has no open account');
  if (wanted === undefined && others.length > 0) throw new RuleError('account', null, `must name one of ${open.join(', ')}`);
  if (wanted !== undefined && !open.includes(wanted)) throw new RuleError('account', wanted, `is not among this token's accounts: ${open.join(', ')}`);
  return wanted ?? only;
}
