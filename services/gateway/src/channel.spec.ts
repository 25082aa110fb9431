import { RuleError } from '@sofi/domain';
import { expect } from 'chai';
import { channelOf, isFact, subjectsOf } from './channel.js';

const subjectsFor = (name: string) => subjectsOf(channelOf(name));

describe('channel', () => {
  it('names the subjects it is made of', () => {
    expect(subjectsFor('quote:BRK/B')).to.deep.equal(['md.quote.BRK/B', 'md.trade.BRK/B', 'md.state.BRK/B']);
    expect(subjectsFor('candle:1m:AAPL')).to.deep.equal(['candle.forming.1m.AAPL', 'candle.closed.1m.AAPL']);
    expect(subjectsFor('decision:12')).to.deep.equal(['decision.12.*']);
    expect(subjectsFor('orders')).to.deep.equal(['order.event.*.*']);
    expect(subjectsFor('positions')).to.deep.equal(['position.*.*']);
    expect(subjectsFor('account')).to.deep.equal(['account.*']);
    expect(subjectsFor('alerts')).to.deep.equal(['alert.*']);
    expect(subjectsFor('system')).to.deep.equal(['system.heartbeat.*', 'md.status']);
  });

  for (const name of [
    '',
    'quote',
    'quote:',
    'quote:*',
    'quote:>',
    'quote:AAPL:MSFT',
    'candle:banana:AAPL',
    'candle:1m:A.B',
    'decision:*',
    'decision:>',
    'decision:1.2',
    'orders:1',
    'command',
  ]) {
    it(`refuses "${name}": nobody may listen to a subject that is no channel`, () => {
      expect(() => channelOf(name)).to.throw(RuleError);
    });
  }

  it('keeps facts apart from states', () => {
    expect(['order.event.VA1.AAPL', 'decision.12.AAPL', 'candle.closed.1m.AAPL', 'alert.critical'].every(isFact)).to.equal(true);
    expect(['md.quote.AAPL', 'md.trade.AAPL', 'candle.forming.1m.AAPL', 'position.VA1.AAPL', 'account.VA1', 'system.heartbeat.x', 'md.status'].some(isFact)).to.equal(false);
  });
});
