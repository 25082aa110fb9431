import { clockMessage, decode, decodeTrade, encode, feedGapMessage, subjects, type CommandName } from '@sofi/contracts';
import { bucketOf, equitySymbol, nyseCalendar, UnavailableError, type Bar, type EquitySymbol, type Price, type Trade } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import { expect } from 'chai';
import { aggregated, type Outcome } from './aggregated.fixture.js';
import { asStream, FRIDAY_CLOSE, MONDAY_OPEN, seeded, SYMBOLS, twoDays } from './two-days.fixture.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TRADES = twoDays().flatMap(({ trades }) => trades);

/** The two days when nobody paces the market: it ticks every two seconds while it is open, and goes on for some minutes without trades. */
function freeRunning(): Message[] {
  const open = [...range(FRIDAY_CLOSE - 6 * MINUTE, FRIDAY_CLOSE + 6 * SECOND), ...range(MONDAY_OPEN - 4 * SECOND, MONDAY_OPEN + 11 * MINUTE)];
  let after = 0;
  const steps = open.map((time) => {
    const trades = TRADES.filter(({ exchangeTime }) => exchangeTime > after && exchangeTime <= time);
    after = time;
    return { trades, tick: { kind: 'clock' as const, time, paced: false } };
  });
  return asStream(steps, () => undefined);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / (2 * SECOND)) }, (_, index) => from + index * 2 * SECOND);
}

function timeOf({ subject, data }: Message): number {
  return subject === subjects.marketClock ? decode(clockMessage, data).time : decodeTrade(data).exchangeTime;
}

interface Cut {
  readonly from: number;
  readonly to: number;
  /** what the feed says of it */
  readonly says: 'gap' | 'nothing';
  /** trades alone are lost, the clock goes on */
  readonly ticks?: boolean;
}

/** The stream without what lies in the cuts, and with the feed's word on a gap where it says one. */
function withCuts(messages: readonly Message[], cuts: readonly Cut[]): Message[] {
  const left: Pick<Message, 'subject' | 'data'>[] = [];
  const said = new Set<Cut>();
  for (const message of messages) {
    const time = timeOf(message);
    if (cuts.some((cut) => time > cut.from && time <= cut.to && !(cut.ticks && message.subject === subjects.marketClock))) continue;
    for (const cut of cuts) {
      if (time <= cut.to || said.has(cut)) continue;
      said.add(cut);
      if (cut.says === 'gap') left.push({ subject: subjects.feedGap, data: Buffer.from(encode(feedGapMessage, { kind: 'gap', from: cut.from, to: cut.to, reason: 'cut' })) });
    }
    left.push(message);
  }
  return left.map((message, index) => ({ ...message, sequence: index + 1, time: 0 }));
}

/** The broker's minutes, made of all trades by another way: sorted and grouped. */
function minutesByHand(symbol: EquitySymbol, from: number, to: number): Bar[] {
  const minutes = new Map<number, Trade[]>();
  for (const trade of TRADES.filter((one) => one.symbol === symbol && one.exchangeTime >= from && one.exchangeTime < to)) {
    const { start } = bucketOf('1m', trade.exchangeTime, nyseCalendar().at(trade.exchangeTime)!)!;
    minutes.set(start, [...(minutes.get(start) ?? []), trade]);
  }
  return [...minutes].map(([start, trades]) => minuteByHand(symbol, start, trades));
}

function minuteByHand(symbol: EquitySymbol, start: number, trades: readonly Trade[]): Bar {
  const prices = trades.map(({ price }) => price);
  const volume = trades.reduce((sum, { size }) => sum + size, 0);
  const paid = trades.reduce((sum, { price, size }) => sum + price * size, 0);
  return {
    symbol,
    timeframe: '1m',
    start,
    end: start + MINUTE,
    open: prices[0]!,
    high: Math.max(...prices) as Price,
    low: Math.min(...prices) as Price,
    close: prices.at(-1)!,
    volume,
    tradeCount: trades.length,
    // of cents and some thousand shares: exact
    vwap: Math.round(paid / volume) as Price,
    revision: 0,
    quality: 'backfilled',
  };
}

/** market-data as far as the truth goes; `asked` keeps what was asked for. */
function truthful(asked: string[] = [], isAway: () => boolean = () => false): Bus['ask'] {
  const ask = async (name: CommandName, request: { symbol: EquitySymbol; from: number; to: number; symbols: EquitySymbol[] }) => {
    if (isAway()) throw new UnavailableError('the broker does not answer');
    asked.push(
      name === 'market-data.minutes' ? `${request.symbol} ${new Date(request.from).toISOString().slice(11, 16)}-${new Date(request.to).toISOString().slice(11, 16)}` : name,
    );
    if (name === 'market-data.minutes') return { bars: minutesByHand(request.symbol, request.from, request.to), source: 'ticks' };
    const volume = (symbol: EquitySymbol) => TRADES.filter((one) => one.symbol === symbol).at(-1)?.cumulativeVolume ?? 0;
    return { known: request.symbols.map((symbol) => ({ symbol, volume: volume(symbol) })), unknown: [] };
  };
  return ask as Bus['ask'];
}

const inDoubt = (bars: readonly Bar[]) => bars.filter(({ quality }) => quality === 'gap').map(({ symbol, timeframe, start }) => `${symbol} ${timeframe} ${start}`);
const facts = (bars: readonly Bar[]) => bars.map((bar) => ({ ...bar, revision: 0, quality: '' }));

describe('the aggregator of a market that does not wait', function () {
  this.timeout(120_000);
  let whole: Outcome;
  const asked: string[] = [];

  before(async () => {
    whole = await aggregated(freeRunning(), undefined, truthful(asked));
  });

  const cuts: Record<string, readonly Cut[]> = {
    'inside a minute': [{ from: MONDAY_OPEN + 2 * MINUTE + 10 * SECOND, to: MONDAY_OPEN + 2 * MINUTE + 40 * SECOND, says: 'gap' }],
    'over some minutes': [{ from: MONDAY_OPEN + 90 * SECOND, to: MONDAY_OPEN + 5 * MINUTE + SECOND, says: 'gap' }],
    'over the weekend': [{ from: FRIDAY_CLOSE - 100 * SECOND, to: MONDAY_OPEN + 100 * SECOND, says: 'gap' }],
    'before the close, and neither the feed nor a later volume says so': [{ from: FRIDAY_CLOSE - 20 * SECOND, to: FRIDAY_CLOSE + SECOND, says: 'nothing' }],
    'of trades alone, seen by the volume': [{ from: MONDAY_OPEN + 65 * SECOND, to: MONDAY_OPEN + 4 * MINUTE, says: 'nothing', ticks: true }],
    'before the end of all trading': [{ from: MONDAY_OPEN + 6 * MINUTE, to: MONDAY_OPEN + 8 * MINUTE, says: 'gap' }],
    'three times': [0, 2, 4].map((minute) => ({ from: MONDAY_OPEN + minute * MINUTE + 50 * SECOND, to: MONDAY_OPEN + (minute + 1) * MINUTE + 30 * SECOND, says: 'gap' as const })),
  };
  for (const [name, where] of Object.entries(cuts)) {
    it(`ends with the bars of the uncut stream where it was cut ${name}, all timeframes`, async () => {
      const { stored, published } = await aggregated(withCuts(freeRunning(), where), undefined, truthful());
      expect(facts(stored)).to.deep.equal(facts(whole.stored));
      expect(published).to.deep.equal(stored);
      // of the uncut ones some begin inside a bucket
      expect(inDoubt(whole.stored)).to.include.members(inDoubt(stored));
      expect(stored.some(({ quality }) => quality === 'backfilled')).to.equal(true);
    });
  }

  for (const seed of [1, 2, 3]) {
    it(`does so however often it is killed besides, and the broker is away at times, seed ${seed}`, async () => {
      const random = seeded(seed);
      const where = Object.values(cuts)[[2, 3, 6][seed - 1]!]!;
      const { stored, published, kills } = await aggregated(
        withCuts(freeRunning(), where),
        () => random() < 0.01,
        truthful([], () => random() < 0.3),
      );
      expect(kills, 'kills').to.be.greaterThan(5);
      expect(facts(stored)).to.deep.equal(facts(whole.stored));
      expect(published).to.deep.equal(stored);
    });
  }

  it('takes nothing for quiet between the broker’s history that is stored and the first trade that it hears', async () => {
    const AAPL = equitySymbol('AAPL');
    const history = minutesByHand(AAPL, FRIDAY_CLOSE - 6 * MINUTE, FRIDAY_CLOSE - 4 * MINUTE);
    const heard = freeRunning().filter((message) => timeOf(message) > FRIDAY_CLOSE - 2 * MINUTE);
    const { stored } = await aggregated(withCuts(heard, []), undefined, truthful(), history);
    const ofAapl = (bars: readonly Bar[]) => facts(bars.filter(({ symbol, timeframe }) => symbol === AAPL && timeframe === '1m'));
    expect(ofAapl(stored)).to.deep.equal(ofAapl(whole.stored));
  });

  it('marks what it could not ask about', async () => {
    const { stored } = await aggregated(
      withCuts(freeRunning(), cuts['over some minutes']!),
      undefined,
      truthful([], () => true),
    );
    const doubtful = stored.filter(({ symbol, timeframe, quality }) => symbol === equitySymbol('AAPL') && timeframe === '1m' && quality === 'gap');
    expect(doubtful.map(({ start }) => (start - MONDAY_OPEN) / MINUTE)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('asks for nothing where the volume proves that nothing was missed', async () => {
    const last = TRADES.findLast(({ symbol, exchangeTime }) => symbol === SYMBOLS[0] && exchangeTime < MONDAY_OPEN + 3 * MINUTE)!;
    const quiet = { from: last.exchangeTime, to: last.exchangeTime + 500, says: 'gap' as const, ticks: true };
    const questions: string[] = [];
    await aggregated(withCuts(freeRunning(), [quiet]), undefined, truthful(questions));
    expect(questions.filter((one) => one.startsWith('AAPL'))).to.deep.equal(asked.filter((one) => one.startsWith('AAPL')));
  });
});
