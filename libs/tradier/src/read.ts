import { RuleError, type Read } from '@sofi/domain';
import { TradierError } from './tradier-error.js';

/** A read that fails is `unavailable` with its reason; broken invariants and bugs still throw. */
export async function read<T>(attempt: () => Promise<T>): Promise<Read<T>> {
  try {
    return { state: 'known', value: await attempt() };
  } catch (error) {
    // a RuleError here is Tradier's data breaking our rules, an amount beyond all bounds for one
    if (error instanceof TradierError || error instanceof RuleError) return { state: 'unavailable', reason: error.message };
    throw error;
  }
}
