import { RuleError } from '@sofi/domain';
import type { ConnectOptions } from './connect.js';

/**
 * TRADIER_ACCESS_TOKEN, TRADIER_SANDBOX (default true), TRADIER_ACCOUNT_ID, TRADIER_BASE_URL, TRADIER_STREAM_URL → options.
 * Throws a RuleError that names the variable.
 */
export function tradierOptions(environment: Readonly<Record<string, string | undefined>>): ConnectOptions {
  const token = textOf(environment, 'TRADIER_ACCESS_TOKEN');
  if (token === undefined) throw new RuleError('TRADIER_ACCESS_TOKEN', null, 'must hold the access token');
  const account = textOf(environment, 'TRADIER_ACCOUNT_ID');
  const baseUrl = textOf(environment, 'TRADIER_BASE_URL');
  const streamUrl = textOf(environment, 'TRADIER_STREAM_URL');
  return {
    token,
    sandbox: flagOf(environment, 'TRADIER_SANDBOX', true),
    ...(account === undefined ? {} : { account }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(streamUrl === undefined ? {} : { streamUrl }),
  };
}

const VARIABLES: Readonly<Record<string, string>> = {
  token: 'TRADIER_ACCESS_TOKEN',
  sandbox: 'TRADIER_SANDBOX',
  account: 'TRADIER_ACCOUNT_ID',
  baseUrl: 'TRADIER_BASE_URL',
  streamUrl: 'TRADIER_STREAM_URL',
};

/** The same rule with the variable in the place of the option: whoever set it knows it by that name. */
export function namedByVariable(error: RuleError): RuleError {
  const variable = VARIABLES[error.field];
  return variable === undefined ? error : new RuleError(variable, error.value, error.rule);
}

function textOf(environment: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}

/** Whatever is not clearly a no or a yes is refused: it decides whose money is spent. */
function flagOf(environment: Readonly<Record<string, string | undefined>>, name: string, byDefault: boolean): boolean {
  const text = textOf(environment, name)?.toLowerCase();
  if (text === undefined) return byDefault;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new RuleError(name, text, 'must be true or false');
}
