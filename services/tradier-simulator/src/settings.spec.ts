import { expect } from 'chai';
import { cash, RuleError } from '@sofi/domain';
import { DEFAULT_RULES, rulesInWords } from './account/account-rules.js';
import { readSettings } from './settings.js';

describe('Settings', () => {
  it('make a market that never closes, and one with hours for a replay', () => {
    expect(readSettings([], {})).to.include({ port: 9310, token: 'simulated', speed: 1, seed: 1, session: '24h', paced: false, hold: false });
    expect(readSettings(['--replay', 'days', '--speed', 'max', '--hold'], { PORT: '8' })).to.include({
      port: 8,
      session: 'nyse',
      speed: Number.POSITIVE_INFINITY,
      paced: true,
      hold: true,
    });
    expect(readSettings(['--port=9', '--session=nyse'], { PORT: '8' })).to.include({ port: 9, session: 'nyse' });
  });

  it('treat the account as margin, and refuse after the ok, unless they are told otherwise', () => {
    expect(readSettings([], {})).to.deep.include({ rejects: 'async', priceLag: 0, account: DEFAULT_RULES });
    const told = ['--account', 'cash', '--cash', '2500.5', '--partial-fills', '0.5', '--seed', '9', '--reject=sync', '--gtc-days', '5', '--wash-rule', 'on'];
    expect(readSettings(told, {})).to.deep.include({
      rejects: 'sync',
      account: { ...DEFAULT_RULES, kind: 'cash', openingCash: cash(2500.5), partialFills: 0.5, seed: 9, gtcDays: 5, washRule: true },
    });
  });

  it('name in the journal what makes another account of the same commands, and nothing where it is the usual one', () => {
    expect(rulesInWords({ ...DEFAULT_RULES, seed: 9 })).to.equal('');
    expect(rulesInWords({ ...DEFAULT_RULES, seed: 9, partialFills: 0.5, kind: 'cash' })).to.equal(' kind=cash partialFills=0.5 seed=9');
  });

  const wrong: [string[], string][] = [
    [['--account', 'ira'], 'must be margin or cash or pdt'],
    [['--partial-fills', '2'], 'a number from 0 to 1'],
    [['--gtc-days', '1.5'], 'a whole number'],
    [['--speed', 'max'], 'needs a market that waits'],
    [['--speed', '0'], 'above 0'],
    [['--port', 'x'], 'whole number from 0 to 65535'],
    [['--session', 'lse'], '24h or nyse'],
    [['--replay'], 'needs a value'],
    [['--colour'], 'is not known'],
    [['--token', 'a b'], 'without spaces'],
    [['--faults', '7:2'], 'a rate above 0 and up to 1'],
    [['--faults', 'x'], 'whole number from 0 to 4294967295'],
    [['--rate-limit', 'sandbox'], 'whole number from 1'],
    [['--second-session', 'queued'], 'wins or refused'],
    [['--sandbox', '--paced'], 'has no market stream'],
  ];
  for (const [argv, words] of wrong) {
    it(`say in one sentence what is wrong with ${argv.join(' ')}`, () => {
      expect(() => readSettings(argv, {})).to.throw(RuleError, words);
    });
  }
});
