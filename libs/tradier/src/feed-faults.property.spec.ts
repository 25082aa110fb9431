import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import fc from 'fast-check';
import { HandRungs, type HandConnection } from '../test/hand-rungs.js';
import { HeardFeed } from '../test/listener.js';
import { ManualTime } from '../test/manual-time.js';
import { ScriptedHttp } from '../test/scripted-http.js';
import { TradierFeed } from './tradier-feed.js';

const SYMBOLS = ['A', 'B', 'C'];
const NOON = Date.UTC(2024, 5, 3, 16);
const STEP = 500;

interface Print {
  readonly symbol: string;
  readonly volume: number;
  readonly time: number;
}

/** What the other end does in one half second, in which each symbol trades once. */
type Fault = 'none' | 'break' | 'mute' | 'refuse' | 'repeat' | 'late' | 'lost-session';

/**
 * A market of three symbols that trades on whatever happens to the connections. A muted connection looks open and tells nothing more; a
 * refusing server ends each new connection. A subscription takes effect with the next half second, and what the HTTP stream tells is read half a second late.
 */
class FaultyMarket {
  readonly time = new ManualTime(NOON);
  readonly rungs = new HandRungs();
  readonly heard = new HeardFeed();
  readonly tape: Print[] = [];
  readonly #http = new ScriptedHttp((symbols) => symbols.map((symbol) => this.#quote(symbol)));
  readonly #feed: TradierFeed;
  readonly #muted = new Set<HandConnection>();
  readonly #seen = new Set<HandConnection>();
  readonly #onTheWay = new Map<HandConnection, readonly string[]>();
  #kept: string[] = [];

  constructor() {
    const { clock, every, after } = this.time;
    this.#feed = new TradierFeed({ http: this.#http, mode: 'live', rungs: this.rungs, clock, every, after, random: () => 0.5 }, this.heard);
    this.#feed.subscribe(SYMBOLS.map(equitySymbol));
  }

  async step(fault: Fault): Promise<void> {
    await this.time.pass(STEP);
    const subscribed = this.rungs.standing.filter((connection) => this.#seen.has(connection));
    this.#receive(fault);
    const texts = SYMBOLS.map((symbol) => this.#trade(symbol));
    // a late print comes with the next half second
    const now = fault === 'late' ? texts.slice(1) : texts;
    const kept = fault === 'late' ? texts.slice(0, 1) : [];
    const said = [...now, ...this.#kept, ...(fault === 'repeat' ? now : [])];
    for (const connection of subscribed) if (!this.#muted.has(connection)) this.#tell(connection, said);
    this.#kept = kept;
    for (const connection of this.rungs.standing) {
      if (fault === 'mute') this.#muted.add(connection);
      if (fault === 'break') connection.ends('broken');
      if (fault === 'lost-session') connection.tells('{"error":"session not found"}');
    }
    if (fault !== 'none' && fault !== 'repeat' && fault !== 'late') this.#kept = [];
  }

  /** What is still on its way arrives. */
  catchUp(): void {
    for (const connection of this.rungs.standing) this.#tell(connection, []);
  }

  async end(): Promise<void> {
    await this.#feed.close();
    await this.#http.close();
  }

  /** Prints that were neither passed on nor lie in a gap that was said; those before the first event are nobody's loss. */
  unaccounted(): Print[] {
    const told = new Set(this.heard.of('trade').map(({ symbol, cumulativeVolume }) => `${symbol} ${cumulativeVolume}`));
    const gaps = this.heard.of('gap');
    const begin = this.heard.of('trade')[0]?.exchangeTime ?? 0;
    return this.tape.filter(({ symbol, volume, time }) => time >= begin && !told.has(`${symbol} ${volume}`) && !gaps.some((gap) => time >= gap.from && time <= gap.to));
  }

  #tell(connection: HandConnection, said: readonly string[]): void {
    const read = connection.rung === 'http' ? (this.#onTheWay.get(connection) ?? []) : said;
    this.#onTheWay.set(connection, said);
    for (const text of read) connection.tells(text);
  }

  /** New connections open, or are refused. */
  #receive(fault: Fault): void {
    for (const connection of this.rungs.standing) {
      if (this.#seen.has(connection)) continue;
      if (fault === 'refuse') connection.ends('refused');
      else {
        this.#seen.add(connection);
        connection.opens();
      }
    }
  }

  #trade(symbol: string): string {
    const before = this.tape.findLast((print) => print.symbol === symbol)?.volume ?? 0;
    const print = { symbol, volume: before + 100, time: this.time.clock.now() };
    this.tape.push(print);
    return JSON.stringify({ type: 'trade', symbol, exch: 'Q', price: '10', size: '100', cvol: String(print.volume), date: String(print.time), last: '10' });
  }

  #quote(symbol: string): unknown {
    const last = this.tape.findLast((print) => print.symbol === symbol);
    const trade = last ? { last: 10, last_volume: 100, volume: last.volume, trade_date: last.time } : {};
    return { symbol, type: 'stock', exch: 'Q', ...trade, bid: 9.99, bidsize: 1, bid_date: 0, ask: 10.01, asksize: 1, ask_date: 0 };
  }
}

describe('the feed under faults', () => {
  const fault = fc.oneof(
    { weight: 12, arbitrary: fc.constant<Fault>('none') },
    { weight: 5, arbitrary: fc.constantFrom<Fault>('break', 'mute', 'refuse', 'repeat', 'late', 'lost-session') },
  );
  // refused a few times in a row, a stream goes down to the next rung
  const spell = fc.record({ fault, times: fc.integer({ min: 1, max: 12 }) });

  it('tells every print once, or says the gap in which it is missing; comes back by itself; leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spell, { minLength: 10, maxLength: 40 }), async (faults) => {
        const market = new FaultyMarket();
        for (const { fault: one, times } of faults) for (let time = 0; time < times; time += 1) await market.step(one);
        // a muted stream is found out, and an upper rung is tried anew, within a few minutes of a healthy market
        for (let step = 0; step < 240; step += 1) await market.step('none');
        market.catchUp();
        expect(market.unaccounted()).to.deep.equal([]);
        const told = market.heard.of('trade').map(({ symbol, cumulativeVolume }) => `${symbol} ${cumulativeVolume}`);
        expect(new Set(told).size, 'each once').to.equal(told.length);
        expect(market.heard.of('state').at(-1)?.state).to.equal('live');
        for (const symbol of SYMBOLS) expect(market.heard.of('symbol').findLast((one) => one.symbol === symbol)?.state).to.equal('live');
        await market.end();
        expect([market.time.pending, market.rungs.standing]).to.deep.equal([0, []]);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
