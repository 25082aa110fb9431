import { setTimeout as pause } from 'node:timers/promises';
import { RuleError, UnavailableError } from '@sofi/domain';
import { connectTradier, type TradierConnection } from './connect.js';
import { namedByVariable, tradierOptions } from './environment.js';

const TRY_AGAIN_MS = 2_000;

/** Connects by the environment's TRADIER_* variables. Waits for a broker that does not answer; a wrong setting, token or account is a RuleError at once, which names the variable. */
export async function connectPatiently(environment: Readonly<Record<string, string | undefined>>, trouble: (reason: string) => void): Promise<TradierConnection> {
  const options = tradierOptions(environment);
  for (;;) {
    try {
      return await connectTradier(options);
    } catch (error) {
      if (error instanceof RuleError) throw namedByVariable(error);
      if (!(error instanceof UnavailableError)) throw error;
      trouble(`${error.message}; trying again in ${TRY_AGAIN_MS / 1000} s`);
      await pause(TRY_AGAIN_MS);
    }
  }
}
