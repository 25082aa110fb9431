import { equitySymbol, RuleError, UnavailableError, type Broker, type EquitySymbol, type FeedListener, type MarketFeed, type MarketHistory, type Mode } from '@sofi/domain';
import { chooseAccount } from './accounts.js';
import { TradierHttp, type HttpOptions } from './http.js';
import { PolledFeed } from './polled-feed.js';
import { TradierBroker } from './tradier-broker.js';
import { TradierError } from './tradier-error.js';
import { TradierFeed, type FeedOptions } from './tradier-feed.js';
import { TradierHistory } from './tradier-history.js';
import { profileAnswer, shaped, simulatorAnswer } from './wire.js';

export interface ConnectOptions extends Pick<HttpOptions, 'timeouts' | 'retries'> {
  readonly token: string;
  /** true: Tradier's sandbox, false: real money; where `baseUrl` is given, that decides and must not contradict */
  readonly sandbox: boolean;
  /** with the version: `https://api.tradier.com/v1`, `http://127.0.0.1:9310/v1` */
  readonly baseUrl?: string;
  /** the market stream's socket; by default Tradier names it */
  readonly streamUrl?: string;
  /** needed where the token has several accounts */
  readonly account?: string;
}

/** A checked connection: the token is good, the account is there, and it is known whose money it is. */
export interface TradierConnection {
  readonly mode: Mode;
  readonly account: string;
  /** of the account's owner */
  readonly name: string;
  /** what a replayed market consists of; none where the market has every symbol */
  readonly symbols: readonly EquitySymbol[];
  readonly broker: Broker;
  history(): MarketHistory;
  feed(listener: FeedListener, options?: Pick<FeedOptions, 'clock' | 'every' | 'timing'>): MarketFeed;
  close(): Promise<void>;
}

const TRADIER_HOSTS: Readonly<Record<string, Mode>> = { 'api.tradier.com': 'live', 'sandbox.tradier.com': 'sandbox' };
const SANDBOX = 'https://sandbox.tradier.com/v1';
const LIVE = 'https://api.tradier.com/v1';

/** Throws a RuleError for what a person must put right (token, account, address), an UnavailableError where trying again may help. */
export async function connectTradier(options: ConnectOptions): Promise<TradierConnection> {
  const baseUrl = (options.baseUrl ?? (options.sandbox ? SANDBOX : LIVE)).replace(/\/$/, '');
  refuseOtherThanSocket(options.streamUrl);
  const mode = knownMode(baseUrl, options.sandbox);
  const symbols = mode === undefined ? await simulatedSymbols(baseUrl, options) : [];
  const http = new TradierHttp({ ...options, baseUrl });
  try {
    const { name, account } = await checkedProfile(http, options.account, baseUrl);
    return connection(http, mode ?? 'simulated', { account, name, symbols }, options.streamUrl);
  } catch (error) {
    await http.close();
    throw error;
  }
}

function connection(http: TradierHttp, mode: Mode, known: Pick<TradierConnection, 'account' | 'name' | 'symbols'>, streamUrl: string | undefined): TradierConnection {
  return {
    mode,
    ...known,
    broker: new TradierBroker(http, known.account, mode),
    history: () => new TradierHistory(http),
    feed: (listener, options) =>
      mode === 'sandbox'
        ? new PolledFeed({ http, ...options }, listener)
        : new TradierFeed({ http, mode, ...(streamUrl === undefined ? {} : { url: streamUrl }), ...options }, listener),
    close: () => http.close(),
  };
}

function knownMode(baseUrl: string, sandbox: boolean): Mode | undefined {
  const url = addressOf(baseUrl);
  const mode = TRADIER_HOSTS[url.hostname];
  if (mode === undefined) return undefined;
  if (url.protocol !== 'https:') throw new RuleError('baseUrl', baseUrl, 'must begin with https:, for it carries the token');
  if (sandbox !== (mode === 'sandbox')) throw new RuleError('sandbox', sandbox, `contradicts the address ${baseUrl}, which is Tradier's ${mode} environment`);
  return mode;
}

/** Asked without the token: a stranger must not see it. */
async function simulatedSymbols(baseUrl: string, options: ConnectOptions): Promise<readonly EquitySymbol[]> {
  const { token: _kept, ...others } = options;
  const http = new TradierHttp({ ...others, token: '', baseUrl });
  try {
    const answer = simulatorAnswer.safeParse(await http.get('/simulator'));
    if (!answer.success) throw neither(baseUrl);
    return answer.data.market === 'replay' ? answer.data.symbols.map(equitySymbol) : [];
  } catch (error) {
    if (!(error instanceof TradierError)) throw error;
    const { status } = error.detail;
    throw status === undefined || status >= 500 ? new UnavailableError(`${baseUrl} does not answer: ${error.message}`) : neither(baseUrl);
  } finally {
    await http.close();
  }
}

function neither(baseUrl: string): RuleError {
  return new RuleError('baseUrl', baseUrl, 'is neither Tradier nor a Tradier simulator (no simulator answers at /simulator)');
}

async function checkedProfile(http: TradierHttp, wanted: string | undefined, baseUrl: string): Promise<{ name: string; account: string }> {
  try {
    const { profile } = shaped(profileAnswer, await http.get('/user/profile'), 'profile');
    return { name: profile.name ?? '', account: chooseAccount(profile.account, wanted) };
  } catch (error) {
    if (!(error instanceof TradierError)) throw error;
    const refused = error.problem === 'unauthorised' || error.problem === 'not-found' || error.problem === 'refused';
    if (refused) throw new RuleError('token', '(hidden)', `is not accepted by ${baseUrl} (sandbox and live have different ones): ${error.message}`);
    throw new UnavailableError(error.message);
  }
}

function refuseOtherThanSocket(streamUrl: string | undefined): void {
  if (streamUrl === undefined || (URL.canParse(streamUrl) && /^wss?:$/.test(new URL(streamUrl).protocol))) return;
  throw new RuleError('streamUrl', streamUrl, 'must be an address like wss://ws.tradier.com/v1/markets/events');
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new RuleError('baseUrl', text, 'must be an address like https://api.tradier.com/v1');
  return url;
}
