import { expect } from 'chai';
import { equitySymbol, price, type Trade } from '@sofi/domain';
import { FeedBoard } from './feed-board.js';
import { Ingest } from './ingest.js';

const trade = (cumulativeVolume: number): Trade => ({
  kind: 'trade',
  symbol: equitySymbol('BAC'),
  price: price(13.95),
  size: 100,
  cumulativeVolume,
  exchange: 'N',
  session: 'regular',
  exchangeTime: 1_381_152_600_000 + cumulativeVolume,
  receivedTime: 0,
});
const tick = (time: number) => ({ kind: 'clock', time, paced: false }) as const;

/** A batch whose seals are let through by hand. */
function heldBatch() {
  const written: string[] = [];
  const releases: (() => void)[] = [];
  return {
    written,
    release: async () => {
      releases.shift()?.();
      await new Promise(setImmediate);
    },
    append: (subject: string, text: string) => {
      const { symbol, cumulativeVolume } = JSON.parse(text) as Trade;
      written.push(subject.startsWith('md.state.') ? `state of ${symbol}` : `trade ${cumulativeVolume}`);
    },
    seal: (_subject: string, text: string) => {
      written.push(`clock ${(JSON.parse(text) as { time: number }).time}`);
      return new Promise<number>((resolve) => releases.push(() => resolve(0)));
    },
  };
}

describe('ingest', () => {
  it('passes trades on while a tick of the clock is being sealed, in the order of the feed', async () => {
    const batch = heldBatch();
    const ingest = new Ingest({ publish: () => undefined }, batch, new FeedBoard('simulated'), (error) => expect.fail(String(error)));
    ingest.trade(trade(100));
    ingest.clock(tick(1));
    ingest.trade(trade(200));
    ingest.clock(tick(2));
    ingest.trade(trade(300));
    expect(batch.written, 'the second tick waits for the first, and what follows it with it').to.deep.equal(['trade 100', 'clock 1', 'trade 200']);
    await batch.release();
    expect(batch.written).to.deep.equal(['trade 100', 'clock 1', 'trade 200', 'clock 2', 'trade 300']);
  });

  it('says the state of each symbol again before the first tick of a new day', async () => {
    const batch = heldBatch();
    const ingest = new Ingest({ publish: () => undefined }, batch, new FeedBoard('simulated'), (error) => expect.fail(String(error)));
    ingest.clock(tick(Date.parse('2026-01-05T21:00:00Z')));
    ingest.symbol({ symbol: equitySymbol('BAC'), state: 'live', lastEventTime: 0, since: 0, reason: 'as told' });
    await batch.release();
    ingest.clock(tick(Date.parse('2026-01-06T14:00:00Z')));
    expect(batch.written).to.deep.equal(['clock 1767646800000', 'state of BAC', 'state of BAC', 'clock 1767708000000']);
  });

  it('knows the newest event and tick for the status of the feed', () => {
    const board = new FeedBoard('simulated');
    const ingest = new Ingest({ publish: () => undefined }, heldBatch(), board, () => undefined);
    ingest.trade(trade(500));
    ingest.trade(trade(100));
    ingest.clock(tick(7));
    expect(board.status()).to.include({ lastEventTime: 1_381_152_600_500, time: 7, mode: 'simulated' });
  });
});
