import { equitySymbol, RuleError, UnavailableError, type Broker, type EquitySymbol, type FeedListener, type MarketHistory, type Mode } from '@sofi/domain';
import { AccountStream, type AccountListener, type AccountStreamOptions } from './account-stream.js';
import { chooseAccount, refuseForeignAccount } from './accounts.js';
import { addressOf, LIVE, modeOf, SANDBOX } from './environments.js';
import { Calls } from './client/calls.js';
import { User } from './client/user.js';
import { TradierHttp, type HttpOptions } from './http.js';
import { TradierBroker } from './tradier-broker.js';
import { TradierClient } from './tradier-client.js';
import { TradierError } from './tradier-error.js';
import type { FeedOptions } from './feed-options.js';
import { TradierFeed } from './tradier-feed.js';
import { TradierHistory } from './tradier-history.js';
import { simulatorAnswer } from './wire.js';

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
  /** everything that Tradier offers, in its own words; what follows is what the rest of the product speaks */
  readonly client: TradierClient;
  readonly broker: Broker;
  history(): MarketHistory;
  feed(listener: FeedListener, options?: Omit<FeedOptions, 'http' | 'mode' | 'url'>): TradierFeed;
  /** changes of the account's orders, until it is closed */
  accountEvents(listener: AccountListener, options?: Pick<AccountStreamOptions, 'timing'>): Pick<AccountStream, 'close'>;
  close(): Promise<void>;
}

/** Throws a RuleError for what a person must put right (token, account, address), an UnavailableError where trying again may help. */
export async function connectTradier(options: ConnectOptions): Promise<TradierConnection> {
  const baseUrl = (options.baseUrl ?? (options.sandbox ? SANDBOX : LIVE)).replace(/\/$/, '');
  refuseOtherThanSocket(options.streamUrl);
  const mode = checkedMode(baseUrl, options.sandbox);
  refuseForeignAccount(options.account, mode);
  const symbols = mode === 'simulated' ? await simulatedSymbols(baseUrl, options) : [];
  const http = new TradierHttp({ ...options, baseUrl });
  try {
    const { name, account } = await checkedProfile(http, options.account, baseUrl);
    return connection(http, { account, name, symbols }, options.streamUrl);
  } catch (error) {
    await http.close();
    throw error;
  }
}

function connection(http: TradierHttp, known: Pick<TradierConnection, 'account' | 'name' | 'symbols'>, streamUrl: string | undefined): TradierConnection {
  const { mode } = http;
  const client = new TradierClient(http, known.account);
  return {
    mode,
    ...known,
    client,
    broker: new TradierBroker(client),
    history: () => new TradierHistory(client),
    feed: (listener, options) => new TradierFeed({ http, mode, ...(streamUrl === undefined ? {} : { url: streamUrl }), ...options }, listener),
    accountEvents: (listener, options) => new AccountStream({ http, mode, account: known.account, ...options }, listener),
    close: () => http.close(),
  };
}

function checkedMode(baseUrl: string, sandbox: boolean): Mode {
  const mode = modeOf(baseUrl);
  if (mode === 'simulated') return mode;
  if (addressOf(baseUrl).protocol !== 'https:') throw new RuleError('baseUrl', baseUrl, 'must begin with https:, for it carries the token');
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
    const profile = await new User(new Calls(http)).profile();
    return { name: profile.name ?? '', account: chooseAccount(profile.account, wanted) };
  } catch (error) {
    if (!(error instanceof TradierError)) throw error;
    const refused = error.problem === 'unauthorised' || error.problem === 'not-found' || error.problem === 'refused';
    if (refused)
      throw new RuleError(
        'token',
        '(hidden)',
        `is not accepted by ${baseUrl}: it is wrong, revoked, or of the other environment (sandbox and live tokens differ). ${error.message}`,
      );
    throw new UnavailableError(error.message);
  }
}

function refuseOtherThanSocket(streamUrl: string | undefined): void {
  if (streamUrl === undefined || (URL.canParse(streamUrl) && /^wss?:$/.test(new URL(streamUrl).protocol))) return;
  throw new RuleError('streamUrl', streamUrl, 'must be an address like wss://ws.tradier.com/v1/markets/events');
}
