import type { Cash, EquitySymbol, Price } from '@sofi/domain';
import { CONTRACT_SIZE, parseOcc, type OptionContract } from '../market/option-model.js';
import type { Holding } from './holdings.js';

/** Of the share's value, for a written option that nothing covers. */
const NAKED_SHARE = 0.2;

/**
 * What written options ask for beyond what buying them back would cost: nothing for a call on shares that are held, the distance of the
 * strikes where a bought option of the same kind stands behind it for as long, a fifth of the shares' value otherwise.
 */
export function optionRequirement(held: readonly Holding[], spot: (symbol: EquitySymbol) => Price | undefined): Cash {
  const options = held.flatMap(({ symbol, quantity }) => contractsOf(symbol, quantity));
  const shares = new Map(held.map(({ symbol, quantity }) => [symbol, Math.max(0, quantity)]));
  const bought = options.filter(({ quantity }) => quantity > 0);
  let required = 0;
  for (const { contract, quantity } of options.filter((each) => each.quantity < 0)) {
    let open = -quantity;
    if (contract.type === 'call') {
      const covered = Math.min(open, Math.floor((shares.get(contract.underlying) ?? 0) / CONTRACT_SIZE));
      shares.set(contract.underlying, (shares.get(contract.underlying) ?? 0) - covered * CONTRACT_SIZE);
      open -= covered;
    }
    for (const cover of bought.filter((each) => covers(each.contract, contract))) {
      const paired = Math.min(open, cover.quantity);
      cover.quantity -= paired;
      open -= paired;
      required += paired * CONTRACT_SIZE * distance(contract, cover.contract);
    }
    required += open * CONTRACT_SIZE * Math.round(NAKED_SHARE * (spot(contract.underlying) ?? contract.strike));
  }
  return required as Cash;
}

function contractsOf(symbol: string, quantity: number): { contract: OptionContract; quantity: number }[] {
  const contract = parseOcc(symbol);
  return contract ? [{ contract, quantity }] : [];
}

function covers(bought: OptionContract, written: OptionContract): boolean {
  return bought.underlying === written.underlying && bought.type === written.type && bought.expiration >= written.expiration;
}

function distance(written: OptionContract, bought: OptionContract): number {
  return Math.max(0, written.type === 'call' ? bought.strike - written.strike : written.strike - bought.strike);
}
