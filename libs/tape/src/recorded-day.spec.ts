import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { equitySymbol } from '@sofi/domain';
import { readTape } from './read-tape.js';

const TICKS = fileURLToPath(new URL('../../../../../shared/data/ticks', import.meta.url));

describe('A recorded day (BAC and SPY, 7 October 2013)', () => {
  before(function () {
    if (!existsSync(TICKS)) {
      console.log('      left out: ../shared/data/ticks is not there');
      this.skip();
    }
  });

  it('has a best bid and offer that never crosses and holds nearly every regular BAC trade', function () {
    this.timeout(30_000);
    let [bid, ask, inside, outside] = [0, 0, 0, 0];
    for (const event of readTape(TICKS).events()) {
      if (event.symbol !== equitySymbol('BAC')) continue;
      if (event.kind === 'quote') {
        expect(event.bid).to.be.at.most(event.ask);
        [bid, ask] = [event.bid, event.ask];
      } else if (event.session === 'regular') {
        if (event.price >= bid - 5000 && event.price <= ask + 5000) inside += 1;
        else outside += 1;
      }
    }
    // within half a cent of the spread, which is where the venues' price improvement lies
    expect(inside / (inside + outside)).to.be.greaterThan(0.99);
  });
});
