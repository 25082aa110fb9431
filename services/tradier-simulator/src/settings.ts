import { RuleError } from '@sofi/domain';
import { kindsInWords } from './faults/fault-kinds.js';
import { SCHEDULE_RATE, type Schedule } from './faults/fault-plan.js';
import { SANDBOX_LIMITS, TRADIER_LIMITS, type RateLimits } from './http/rate-limit.js';
import { ACCOUNT_OPTIONS, ACCOUNT_USAGE, accountRulesIn, priceLagIn, rejectsIn, type AccountRules } from './account/account-rules.js';

/** no secret: whoever runs a simulator without a token of their own uses this one */
export const DEFAULT_TOKEN = 'simulated';

export interface Settings {
  /** 0: any that is free */
  readonly port: number;
  readonly host: string;
  readonly token: string;
  /** folder of recorded days; without it the market is made */
  readonly replay: string | undefined;
  /** Infinity is `max` */
  readonly speed: number;
  readonly seed: number;
  readonly session: '24h' | 'nyse';
  /** file of the journal; without it nothing outlives the process */
  readonly state: string | undefined;
  /** time stands still until it is told to start */
  readonly hold: boolean;
  /** a made market that waits for its listener, as every replay does */
  readonly paced: boolean;
  /** delayed prices, no market stream, no history of the account, its number one of paper */
  readonly sandbox: boolean;
  /** what becomes of a stream that is opened while another is open: it takes its place, or is refused */
  readonly secondSession: 'wins' | 'refused';
  /** calls a minute */
  readonly rateLimits: RateLimits;
  /** what goes wrong by itself */
  readonly faults: Schedule | undefined;
  readonly account: AccountRules;
  /** whether the broker says no for money and side at once, or after its ok */
  readonly rejects: 'sync' | 'async';
  /** market ms for which an order is filled before its price shows */
  readonly priceLag: number;
}

export const USAGE = `tradier-simulator: a local stand-in for the Tradier brokerage API. No real market, no real money.

  --port <n>            port to listen on (PORT; 9310)
  --host <name>         address to listen on (HOST; 127.0.0.1)
  --token <text>        bearer token that clients must send (SIMULATOR_TOKEN; simulated)
  --replay <folder>     replay recorded days: SYM_20131007_trades.csv, …_quotes.csv, …_1m.csv, plain or .gz
  --speed <x|max>       how fast market time passes (1); max only where the market waits for its listener
  --seed <n>            of the made market (1)
  --session 24h|nyse    hours of the market (24h for a made one, nyse for a replay)
  --state <file>        journal of the account, which survives a kill
  --hold                do not start until POST /v1/simulator/replay says so
  --paced               let a made market wait for its listener, as a replay does
  --rate-limit <n>      calls a minute and class of endpoint (1000000), or tradier: 120, of orders 60, 60 with --sandbox
  --sandbox             as the paper environment: prices 15 minutes old, no market stream, account VA00000001 without history
  --second-session wins|refused  a stream opened while another is open takes its place, or is refused (wins)
  --faults <seed>[:<rate>]  let things go wrong, the same for a seed; rate is the share of calls that do (0.02)
${ACCOUNT_USAGE}  --help                this text

Faults, armed by POST /v1/simulator/faults with {"kind": …} or chosen by --faults:
${kindsInWords()}`;

const FLAGS = ['hold', 'paced', 'sandbox'] as const;
const VALUES = ['port', 'host', 'token', 'replay', 'speed', 'seed', 'session', 'state', 'rate-limit', 'faults', 'second-session', ...ACCOUNT_OPTIONS] as const;

/** Throws a RuleError that says in one sentence what is wrong. */
export function readSettings(argv: readonly string[], environment: NodeJS.ProcessEnv): Settings {
  const given = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 1) {
    const [word = '', inline] = (argv[at] ?? '').split(/=(.*)/s);
    const name = word.replace(/^--/, '');
    if (word.startsWith('--') && FLAGS.some((flag) => flag === name)) given.set(name, 'true');
    else if (word.startsWith('--') && VALUES.some((value) => value === name)) given.set(name, inline ?? valueAfter(argv, (at += 1), name));
    else throw new RuleError('option', argv[at], 'is not known: --help lists all');
  }
  const replay = given.get('replay');
  const paced = replay !== undefined || given.has('paced');
  const sandbox = given.has('sandbox');
  if (sandbox && paced) throw new RuleError('sandbox', true, 'has no market stream, and nobody could follow a market that waits for its listener');
  const seed = whole('seed', given.get('seed') ?? '1', 0, 4_294_967_295);
  return {
    port: whole('port', given.get('port') ?? environment['PORT'] ?? '9310', 0, 65_535),
    host: given.get('host') ?? environment['HOST'] ?? '127.0.0.1',
    token: tokenIn(given.get('token') ?? environment['SIMULATOR_TOKEN'] ?? DEFAULT_TOKEN),
    replay,
    speed: speedIn(given.get('speed') ?? '1', paced),
    seed,
    session: sessionIn(given.get('session') ?? (replay === undefined ? '24h' : 'nyse')),
    state: given.get('state'),
    hold: given.has('hold'),
    paced,
    sandbox,
    rateLimits: rateLimitsIn(given.get('rate-limit') ?? '1000000', sandbox),
    secondSession: secondSessionIn(given.get('second-session') ?? 'wins'),
    faults: scheduleIn(given.get('faults')),
    account: accountRulesIn(given, seed),
    rejects: rejectsIn(given),
    priceLag: priceLagIn(given),
  };
}

function valueAfter(argv: readonly string[], at: number, name: string): string {
  const value = argv[at];
  if (value === undefined || value.startsWith('--')) throw new RuleError(name, value ?? null, 'needs a value after it');
  return value;
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) throw new RuleError(name, text, `must be a whole number from ${least} to ${most}`);
  return value;
}

function speedIn(text: string, paced: boolean): number {
  if (text === 'max' && !paced) throw new RuleError('speed', text, 'needs a market that waits for its listener: --replay or --paced');
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(speed > 0) || (speed === Number.POSITIVE_INFINITY && text !== 'max')) throw new RuleError('speed', text, 'must be a number above 0, or max');
  return speed;
}

function rateLimitsIn(text: string, sandbox: boolean): RateLimits {
  if (text === 'tradier') return sandbox ? SANDBOX_LIMITS : TRADIER_LIMITS;
  const limit = whole('rate-limit', text, 1, Number.MAX_SAFE_INTEGER);
  return { standard: limit, market: limit, trading: limit };
}

function scheduleIn(text: string | undefined): Schedule | undefined {
  if (text === undefined) return undefined;
  const [seed = '', rate = String(SCHEDULE_RATE), ...more] = text.split(':');
  if (more.length > 0 || !(Number(rate) > 0 && Number(rate) <= 1)) throw new RuleError('faults', text, 'must be a seed, or a seed and a rate above 0 and up to 1: 7:0.02');
  return { seed: whole('faults', seed, 0, 4_294_967_295), rate: Number(rate) };
}

function secondSessionIn(text: string): 'wins' | 'refused' {
  if (text === 'wins' || text === 'refused') return text;
  throw new RuleError('second-session', text, 'must be wins or refused');
}

function sessionIn(text: string): '24h' | 'nyse' {
  if (text === '24h' || text === 'nyse') return text;
  throw new RuleError('session', text, 'must be 24h or nyse');
}

function tokenIn(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new RuleError('token', '(hidden)', 'must be printable characters without spaces');
  return text;
}
