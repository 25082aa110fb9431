import { RuleError, type Mode } from '@sofi/domain';
import type { Limits } from './rate-budget.js';

export const SANDBOX = 'https://sandbox.tradier.com/v1';
export const LIVE = 'https://api.tradier.com/v1';

const TRADIER_HOSTS: ReadonlyMap<string, Mode> = new Map([
  ['api.tradier.com', 'live'],
  ['sandbox.tradier.com', 'sandbox'],
]);

/** Whose money it is follows from the address alone; what is not Tradier's can only be a simulation. Throws a RuleError for what is no address. */
export function modeOf(baseUrl: string): Mode {
  return TRADIER_HOSTS.get(addressOf(baseUrl).hostname) ?? 'simulated';
}

export function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new RuleError('baseUrl', text, 'must be an address like https://api.tradier.com/v1');
  return url;
}

/** As published. A simulator says its own with its first answer; until then it is not slowed down. */
export const LIMITS: Readonly<Record<Mode, Limits>> = {
  live: { standard: 120, market: 120, trading: 60 },
  sandbox: { standard: 60, market: 60, trading: 60 },
  simulated: { standard: Infinity, market: Infinity, trading: Infinity },
};
