import { expect } from 'chai';
import { RuleError } from '@sofi/domain';
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

  const wrong: [string[], string][] = [
    [['--speed', 'max'], 'needs a market that waits'],
    [['--speed', '0'], 'above 0'],
    [['--port', 'x'], 'whole number from 0 to 65535'],
    [['--session', 'lse'], '24h or nyse'],
    [['--replay'], 'needs a value'],
    [['--colour'], 'is not known'],
    [['--token', 'a b'], 'without spaces'],
  ];
  for (const [argv, words] of wrong) {
    it(`say in one sentence what is wrong with ${argv.join(' ')}`, () => {
      expect(() => readSettings(argv, {})).to.throw(RuleError, words);
    });
  }
});
