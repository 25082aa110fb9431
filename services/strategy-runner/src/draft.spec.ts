import { strategyDraft } from '@sofi/contracts';
import { DEFAULT_RISK } from '@sofi/domain';
import { CommandRefused, type Bus } from '@sofi/nats';
import { expect } from 'chai';
import { checkedDraft } from './draft.js';

const asked = { name: 'RSI', type: 'rsi-mean-reversion', symbols: ['AAPL'], timeframe: '1m' };
/** A broker that knows every symbol but ZZZZ. */
const bus = { ask: async (_name: string, { symbols }: { symbols: string[] }) => ({ known: [], unknown: symbols.filter((symbol) => symbol === 'ZZZZ') }) } as Pick<Bus, 'ask'>;
const check = (change: object) => checkedDraft(strategyDraft.parse({ ...asked, ...change }), 'VA1', bus);

describe('a draft of a strategy', () => {
  it('is completed with the defaults of its type and of the risk rules; a symbol named twice counts once', async () => {
    const checked = await check({ symbols: ['AAPL', 'MSFT', 'AAPL'], parameters: { period: 7 }, risk: { stopLossPct: 3 } });
    expect(checked).to.deep.equal({
      ...asked,
      symbols: ['AAPL', 'MSFT'],
      account: 'VA1',
      // 14, 30 and 70 are Wilder's own
      parameters: { period: 7, oversold: 30, overbought: 70 },
      risk: { ...DEFAULT_RISK, stopLossPct: 3 },
    });
  });

  const table: { name: string; change: object; field: string; says: string; value: unknown }[] = [
    { name: 'an RSI period of -5', change: { parameters: { period: -5 } }, field: 'parameters.period', says: '2', value: -5 },
    {
      name: 'oversold above overbought',
      change: { parameters: { oversold: 80, overbought: 70 } },
      field: 'parameters.oversold',
      says: 'must be below overbought 70',
      value: 80,
    },
    { name: 'text for a parameter', change: { parameters: { period: 'many' } }, field: 'parameters.period', says: 'number', value: 'many' },
    { name: 'a type that is none', change: { type: 'magic' }, field: 'type', says: 'must be one of rsi-mean-reversion', value: 'magic' },
    { name: 'a symbol that the broker does not know', change: { symbols: ['AAPL', 'ZZZZ'] }, field: 'symbols', says: 'is not known to the broker', value: 'ZZZZ' },
    { name: 'an account that is not connected', change: { account: 'XX' }, field: 'account', says: 'must be VA1', value: 'XX' },
  ];
  for (const { name, change, field, says, value } of table) {
    it(`is refused with ${name}, by field, rule and value`, async () => {
      const refusal = await check(change).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(CommandRefused);
      const { status, errors } = (refusal as CommandRefused).problem;
      expect(status).to.equal(422);
      expect(errors.map((error) => [error.field, error.value])).to.deep.equal([[field, value]]);
      expect(errors[0]?.message).to.include(says);
    });
  }
});
