import { RuleError } from '@sofi/domain';
import type { Member, OrderChange, OrderRequest } from './order-request.js';

/*
 * Tradier's rules on the shape of an order, checked before it is sent: what breaks one is a RuleError that names the field as Tradier
 * does (`quantity[1]`). What depends on the account or the market is Tradier's to say.
 */

const TAG = /^[A-Za-z0-9-]{1,255}$/;
/** compact OCC: root, date, call or put, strike in thousandths; adjusted roots end in a digit */
const OPTION = /^[A-Z]{1,6}\d?\d{6}[CP]\d{8}$/;
const UNDERLYING = /^[A-Z][A-Z0-9]{0,9}(\/[A-Z]{1,4})?$/;
const MOST = 10_000_000;
const MOST_LEGS = 4;

export function checkOrder(order: OrderRequest): void {
  if (order.tag !== undefined) must(TAG.test(order.tag), 'tag', order.tag, 'must be 1 to 255 letters, digits and hyphens');
  switch (order.class) {
    case 'equity':
    case 'option':
      checkSingle(order, '');
      return checkSession(order.duration, order, '');
    case 'multileg':
    case 'combo':
      checkSymbol(order.symbol, '');
      checkAmounts(order, '');
      return checkLegs(order.legs, order.class);
    case 'oto':
      checkMembers(order.orders, 2, order.duration);
      return checkWaits(order.orders[0], 0);
    case 'oco':
      checkMembers(order.orders, 2, order.duration);
      return checkPair(order.orders[0], order.orders[1], 0);
    case 'otoco':
      checkMembers(order.orders, 3, order.duration);
      return checkPair(order.orders[1], order.orders[2], 1);
  }
}

export function checkChange(change: OrderChange): void {
  must(
    Object.values(change).some((value) => value !== undefined),
    'change',
    change,
    'must name at least one of type, duration, price and stop',
  );
  checkAmounts(change, '');
}

interface Amounts {
  readonly type?: string;
  readonly price?: number;
  readonly stop?: number;
}

interface Single extends Amounts {
  readonly symbol: string;
  readonly option_symbol?: string;
  readonly side: string;
  readonly quantity: number;
}

function checkSingle(order: Single, at: string): void {
  checkSymbol(order.symbol, at);
  if (order.option_symbol !== undefined) checkOption(order.option_symbol, at);
  checkQuantity(order.quantity, at);
  const needs = { price: order.type === 'limit' || order.type === 'stop_limit', stop: order.type === 'stop' || order.type === 'stop_limit' };
  if (needs.price) must(order.price !== undefined, `price${at}`, null, `is needed by a ${order.type} order`);
  if (needs.stop) must(order.stop !== undefined, `stop${at}`, null, `is needed by a ${order.type} order`);
  checkAmounts(order, at);
}

function checkLegs(legs: readonly { readonly option_symbol?: string; readonly quantity: number }[], kind: 'multileg' | 'combo'): void {
  const most = kind === 'multileg' ? MOST_LEGS : 3;
  must(legs.length >= 2 && legs.length <= most, 'legs', legs.length, `must be 2 to ${most}`);
  legs.forEach((leg, index) => {
    checkQuantity(leg.quantity, `[${index}]`);
    if (kind === 'multileg' || index > 0) checkOption(leg.option_symbol ?? '', `[${index}]`);
  });
}

function checkMembers(members: readonly Member[], count: number, duration: string | undefined): void {
  must(members.length === count, 'orders', members.length, `must be ${count}`);
  members.forEach((member, index) => {
    const at = `[${index}]`;
    checkSingle(member, at);
    if (duration === undefined) must(member.duration !== undefined, `duration${at}`, null, 'is needed where the whole group has none');
    else must(member.duration === undefined, `duration${at}`, member.duration, 'is said already for the whole group');
    checkSession(duration ?? member.duration, member, at);
  });
}

function checkWaits(member: Single, index: number): void {
  must(member.type !== 'market', `type[${index}]`, member.type, 'must be limit, stop or stop_limit: another order depends on it');
}

/** Two orders of which one cancels the other; `first` is the place of the first. */
function checkPair(one: Member, other: Member, first: number): void {
  checkWaits(one, first);
  checkWaits(other, first + 1);
  const at = `[${first + 1}]`;
  must(one.type !== other.type, `type${at}`, other.type, 'must differ from that of the order that it cancels');
  const [option, otherOption] = [optionOf(one), optionOf(other)];
  if (option === undefined && otherOption === undefined) must(one.symbol === other.symbol, `symbol${at}`, other.symbol, 'must be that of the order that it cancels');
  if (option !== undefined && otherOption !== undefined) must(option === otherOption, `option_symbol${at}`, otherOption, 'must be that of the order that it cancels');
  must(one.duration === other.duration, `duration${at}`, other.duration, 'must be that of the order that it cancels');
  const sameSecurity = one.symbol === other.symbol && option === otherOption;
  if (sameSecurity) must(buys(one.side) === buys(other.side), `side${at}`, other.side, 'must not be opposite to that of the order that it cancels');
}

/** Before and after hours there are limit orders in shares alone. */
function checkSession(duration: string | undefined, order: Single, at: string): void {
  if (duration !== 'pre' && duration !== 'post') return;
  must(order.option_symbol === undefined && order.type === 'limit', `duration${at}`, duration, 'is for limit orders in shares');
}

function checkSymbol(symbol: string, at: string): void {
  must(UNDERLYING.test(symbol), `symbol${at}`, symbol, 'must be capital letters, with a slash before a share class (BRK/B)');
}

function checkOption(symbol: string, at: string): void {
  must(OPTION.test(symbol), `option_symbol${at}`, symbol, 'must be an option like AAPL220617C00270000');
}

function checkQuantity(quantity: number, at: string): void {
  must(Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST, `quantity${at}`, quantity, 'must be whole and between 1 and 10,000,000');
}

function checkAmounts({ type, price, stop }: Amounts, at: string): void {
  if (type === 'debit' || type === 'credit') must(price !== undefined, `price${at}`, null, `is needed by a ${type} order`);
  for (const [field, amount] of [
    ['price', price],
    ['stop', stop],
  ] as const) {
    if (amount !== undefined) must(amount >= 0.0001 && amount < 1_000_000_000, `${field}${at}`, amount, 'must be a positive amount of dollars');
  }
}

function optionOf(member: Member): string | undefined {
  return 'option_symbol' in member ? member.option_symbol : undefined;
}

function buys(side: string): boolean {
  return side.startsWith('buy');
}

function must(holds: boolean, field: string, value: unknown, rule: string): void {
  if (!holds) throw new RuleError(field, value, rule);
}
