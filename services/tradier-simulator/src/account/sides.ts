import type { Side } from '@sofi/domain';
import type { OptionSide } from './instrument.js';

export const SIDES: readonly Side[] = ['buy', 'buy_to_cover', 'sell', 'sell_short'];
export const OPTION_SIDES: readonly OptionSide[] = ['buy_to_open', 'buy_to_close', 'sell_to_open', 'sell_to_close'];
