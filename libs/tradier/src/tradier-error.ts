import type { RateHeaders } from './rate-budget.js';

/**
 * A failed exchange with Tradier, sorted by what to do next:
 * refused — Tradier understood and said no; asking again changes nothing ·
 * unavailable — no usable answer; a read may be tried again, of an order the outcome is unclear ·
 * rate-limited — not executed; wait until `until` ·
 * unauthorised — the token is wrong, revoked or expired, or may not do this: a person has to put it right ·
 * not-found — this token has no such account or order (Tradier says so with a 401) ·
 * finished — the order is already filled, cancelled, …
 */
export type TradierProblem = 'refused' | 'unavailable' | 'rate-limited' | 'unauthorised' | 'not-found' | 'finished';

export interface TradierErrorDetail {
  /** of HTTP, where there was an answer */
  readonly status?: number;
  /** the end of a rate limit in ms since the epoch, where it is known */
  readonly until?: number;
  /** Tradier's own name of the trouble, where it gave one: `DayTradingBuyingPowerExceeded` of an order, `keymanagement.service.access_token_expired` of the gateway */
  readonly code?: string;
}

export class TradierError extends Error {
  override readonly name = 'TradierError';

  constructor(
    readonly problem: TradierProblem,
    message: string,
    readonly detail: TradierErrorDetail = {},
  ) {
    super(message);
  }
}

export interface Answer {
  readonly status: number;
  readonly rate?: RateHeaders;
  readonly text: string;
}

/** The code of an answer that is larger than Tradier's gateway lets through: it is so each time, until less is asked for. */
export const TOO_BIG = 'protocol.http.TooBigBody';

/** A clear no. Any other failure, 404 included, comes and goes on good addresses and decides nothing. */
const SAYS_NO: ReadonlySet<number> = new Set([400, 401, 403, 422]);

/** The JSON of a good answer; null where there is none by intent. Throws a {@link TradierError} for each of Tradier's ways to fail, of which a 200 may be one. */
export function contentOf(answer: Answer): unknown {
  const text = answer.text.trim();
  if (answer.status === 204) return null;
  if (answer.status === 429 || text.startsWith('Quota Violation')) throw rateLimited(answer, text);
  if (text.startsWith('<')) throw unavailable(answer, 'a web page instead of data');
  const json = parsed(text);
  const fault = textAt(json, 'fault', 'faultstring');
  if (fault !== undefined) throw gatewayFault(answer, fault, textAt(json, 'fault', 'detail', 'errorcode') ?? '');
  const said = text === '' ? 'an empty answer' : shortened(text);
  const refusal = refusalIn(json);
  if (SAYS_NO.has(answer.status)) throw refusedWith(answer.status, refusal ?? { text: said });
  if (answer.status >= 300) throw unavailable(answer, said);
  if (refusal !== undefined) throw refusedWith(answer.status, refusal);
  if (json === undefined) throw unavailable(answer, text === '' ? said : `what is not JSON: ${said}`);
  return json;
}

function rateLimited(answer: Answer, text: string): TradierError {
  // the text ends with the moment at which the window starts anew
  const until = Number(/(\d{12,14})\s*\W*$/.exec(text)?.[1]) || answer.rate?.expiry;
  return new TradierError('rate-limited', 'Tradier allows no more requests at the moment', {
    status: answer.status,
    ...(until === undefined ? {} : { until }),
  });
}

function unavailable(answer: Answer, what: string): TradierError {
  return new TradierError('unavailable', `Tradier answered ${answer.status} with ${what}`, { status: answer.status });
}

function gatewayFault(answer: Answer, fault: string, code: string): TradierError {
  const detail = { status: answer.status, ...(code === '' ? {} : { code }) };
  const token = code.startsWith('keymanagement.') || /access token/i.test(fault) || answer.status === 401;
  if (token) return new TradierError('unauthorised', `Tradier does not accept the access token (any more): ${shortened(fault)}`, detail);
  const tooBig = /buffer overflow/i.test(fault) ? { code: TOO_BIG } : {};
  return new TradierError(answer.status === 403 ? 'unauthorised' : 'unavailable', `Tradier: ${shortened(fault)}`, { ...detail, ...tooBig });
}

function refusedWith(status: number, { text, code }: Refusal): TradierError {
  return new TradierError(problemOf(status, text), text, { status, ...(code === undefined ? {} : { code }) });
}

function problemOf(status: number, text: string): TradierProblem {
  if (/^unauthorized account/i.test(text)) return 'not-found';
  if (/already in finalized state/i.test(text)) return 'finished';
  return status === 401 || status === 403 ? 'unauthorised' : 'refused';
}

interface Refusal {
  readonly text: string;
  readonly code?: string;
}

const CODE = /^[A-Z][A-Za-z0-9]+$/;

/** `errors` is found at the top or inside `order`; as a text, a list, or the one or the other under `error`. The code comes last. */
function refusalIn(json: unknown): Refusal | undefined {
  const errors = member(json, 'errors') ?? member(member(json, 'order'), 'errors');
  const found = member(errors, 'error') ?? errors;
  const texts = (Array.isArray(found) ? found : [found]).filter((text): text is string => typeof text === 'string' && text !== 'null');
  if (texts.length === 0) return errors === undefined || errors === null || errors === 'null' ? undefined : { text: 'refused without a reason' };
  const [first, ...rest] = texts;
  const code = texts.findLast((text) => CODE.test(text));
  return { text: shortened(rest.length === 0 ? `${first}` : `${first} (${rest.join(', ')})`), ...(code === undefined ? {} : { code }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = path.reduce(member, value);
  return typeof found === 'string' ? found : undefined;
}

function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
