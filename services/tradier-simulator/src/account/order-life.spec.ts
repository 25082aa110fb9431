import { expect } from 'chai';
import fc from 'fast-check';
import { atNewYork, price } from '@sofi/domain';
import { DAY, HandMarket, limit, market, stop } from './hand-market.js';
import { piecesOf } from './fill-pieces.js';

const FIVE_PAST = (date: string) => atNewYork(date, '16:05');

describe('The life of an order', () => {
  it('of the day ends at the close, of good till cancelled after its days', () => {
    const hands = new HandMarket({ gtcDays: 3 });
    const [day, gtc] = [hands.place(limit('buy', 1, 50)), hands.place(limit('buy', 1, 50, { duration: 'gtc' }))];
    hands.until(FIVE_PAST(DAY));
    expect(hands.order(day)).to.include({ status: 'expired', changed: atNewYork(DAY, '16:00') });
    expect(hands.status(gtc)).to.equal('open');
    const placed = hands.order(gtc).created;
    hands.until(placed + 3 * 86_400_000);
    expect(hands.order(gtc)).to.include({ status: 'expired', changed: placed + 3 * 86_400_000 });
  });

  it('good till cancelled gets a new date at half past eight before each session, the weekend apart', () => {
    const hands = new HandMarket();
    const gtc = hands.place(limit('buy', 1, 50, { duration: 'gtc' }));
    const stamp = (date: string) => {
      hands.until(atNewYork(date, '09:00'));
      return hands.order(gtc).changed;
    };
    expect(stamp('2026-03-03')).to.equal(atNewYork('2026-03-03', '08:30'));
    expect(stamp('2026-03-07'), 'Saturday').to.equal(atNewYork('2026-03-06', '08:30'));
    // summer time has begun on the Sunday between: 08:30 is 12:30 UTC from then on
    expect(new Date(stamp('2026-03-09')).toISOString()).to.equal('2026-03-09T12:30:00.000Z');
  });

  it('early and late ends with its window', () => {
    const early = new HandMarket({}, atNewYork(DAY, '08:00'));
    const pre = early.place(limit('buy', 1, 50, { duration: 'pre' }));
    expect(early.status(pre)).to.equal('open');
    early.until(atNewYork(DAY, '10:00'));
    expect(early.order(pre)).to.include({ status: 'expired', changed: atNewYork(DAY, '09:30') });
    const late = new HandMarket({}, atNewYork(DAY, '17:00'));
    const post = late.place(limit('buy', 1, 50, { duration: 'post' }));
    late.until(atNewYork(DAY, '21:00'));
    expect(late.order(post)).to.include({ status: 'expired', changed: atNewYork(DAY, '20:00') });
  });

  it('of the day waits overnight for the opening', () => {
    const hands = new HandMarket({}, atNewYork(DAY, '18:00'));
    const id = hands.place(market('buy', 1));
    hands.trade(101);
    expect(hands.status(id)).to.equal('pending');
    hands.until(atNewYork('2026-03-03', '09:31'));
    expect(hands.order(id)).to.include({ status: 'open', changed: atNewYork('2026-03-03', '09:30') });
    hands.trade(102);
    expect(hands.order(id)).to.include({ status: 'filled', fillPrice: price(102.01) });
  });

  it('is pending for the latency of the broker, and matches nothing until then', () => {
    const hands = new HandMarket({ latency: 1500 });
    const id = hands.place(market('buy', 1));
    const placed = hands.time;
    hands.trade(101);
    expect(hands.status(id)).to.equal('pending');
    hands.trade(102);
    expect(hands.order(id)).to.include({ status: 'filled', fillPrice: price(102.01) });
    expect(hands.told.filter((order) => order.id === id).map(({ status, changed }) => [status, changed - placed])).to.deep.equal([
      ['pending', 0],
      ['open', 1500],
      ['filled', 2000],
    ]);
  });

  it('can come in pieces, one at each tick, and keeps what it has when it is cancelled', () => {
    const hands = new HandMarket({ partialFills: 1, seed: 4 });
    const id = hands.place(market('buy', 100));
    const pieces = piecesOf(100, id, { partialFills: 1, seed: 4 });
    hands.trade(100);
    // the quote and the trade of one second are two ticks
    const first = hands.told.filter((order) => order.status === 'partially_filled')[0];
    expect(first).to.include({ filledQuantity: pieces[0], lastQuantity: pieces[0], lastPrice: price(100.01) });
    for (let more = 0; more < 4; more += 1) hands.trade(101);
    expect(hands.order(id)).to.include({ status: 'filled', filledQuantity: 100, lastQuantity: pieces.at(-1) });
    const paid = hands.brokerage.account.deals.reduce((sum, deal) => sum + deal.quantity * deal.price, 0);
    expect(hands.order(id))
      .to.have.property('fillPrice')
      .that.is.closeTo(paid / 100, 1);
    const half = hands.place(limit('sell', 100, 200, { terms: { type: 'limit', limitPrice: price(101.5) } }));
    hands.trade(101.51);
    const had = hands.brokerage.account.holdings.quantityOf('AAPL');
    hands.trade(90);
    hands.brokerage.cancel(half, hands.time);
    expect(hands.order(half)).to.include({ status: 'canceled' });
    expect(100 - had).to.equal((hands.order(half) as { filledQuantity: number }).filledQuantity);
  });

  it('comes in two to four whole pieces that are all of it, the same for the same seed and id', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10_000_000 }), fc.nat(), fc.nat(), (quantity, id, seed) => {
        const pieces = piecesOf(quantity, id, { partialFills: 1, seed });
        expect(pieces.length).to.be.within(2, 4);
        expect(pieces.every((piece) => Number.isInteger(piece) && piece > 0)).to.equal(true);
        expect(pieces.reduce((sum, piece) => sum + piece, 0)).to.equal(quantity);
        expect(piecesOf(quantity, id, { partialFills: 1, seed })).to.deep.equal(pieces);
        expect(piecesOf(quantity, id, { partialFills: 0, seed })).to.deep.equal([quantity]);
      }),
    );
    const divided = Array.from({ length: 2000 }, (_, id) => piecesOf(100, id, { partialFills: 0.25, seed: 7 })).filter((pieces) => pieces.length > 1);
    expect(divided.length / 2000).to.be.closeTo(0.25, 0.04);
  });

  it('with a stop stays triggered for its other pieces', () => {
    const hands = new HandMarket({ partialFills: 1, seed: 4 });
    const id = hands.place(stop('buy', 100, 105));
    hands.trade(106);
    for (let more = 0; more < 4; more += 1) hands.trade(101);
    expect(hands.order(id)).to.include({ status: 'filled', filledQuantity: 100 });
  });
});
