import { expect } from 'chai';
import { readSettings } from './settings.js';

const read = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const settings = readSettings(args, env, '/product');
  if (settings === 'help') throw new Error('asked for help');
  return settings;
};

describe('settings', () => {
  it('needs none', () => {
    expect(read([])).to.deep.include({ port: 8080, dataDir: '/product/.data', openBrowser: false, simulator: [], tradier: false, logLevel: 'info', logFormat: 'pretty' });
  });

  it('takes the port from --port before PORT', () => {
    expect(read([], { PORT: '9001' }).port).to.equal(9001);
    expect(read(['--port', '9002'], { PORT: '9001' }).port).to.equal(9002);
  });

  it('hands the market options to the simulator, paths as seen from where npm was called', () => {
    const { simulator, dataDir } = read(['--replay', 'ticks', '--speed', 'max', '--seed', '7', '--hold', '--data-dir', 'there'], { INIT_CWD: '/home/me' });
    expect(simulator).to.deep.equal(['--replay', '/home/me/ticks', '--speed', 'max', '--seed', '7', '--hold']);
    expect(dataDir).to.equal('/home/me/there');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(read([], { NATS_URL: '', DATABASE_URL: '', TRADIER_ACCESS_TOKEN: '', PORT: '', ADMIN_PASSWORD: '' })).to.deep.include({
      port: 8080,
      natsUrl: undefined,
      tradier: false,
    });
  });

  it('says help', () => {
    expect(readSettings(['--help', '--port', 'x'], {}, '/product')).to.equal('help');
  });

  const wrong: [string, string[], NodeJS.ProcessEnv, RegExp][] = [
    ['an unknown option', ['--prot', '1'], {}, /^Unknown option '--prot'; npm start -- --help lists the options\.$/],
    ['a port that is none', ['--port', '70000'], {}, /^--port 70000 must be a port number from 1 to 65535\.$/],
    ['a port in words', [], { PORT: 'http' }, /^PORT http must be a port/],
    ['a speed of nothing', ['--speed', '0'], {}, /^--speed 0 must be a number above 0\.$/],
    ['a seed that is no number', ['--seed', 'x'], {}, /^--seed x must be a whole number\.$/],
    ['a log level nobody knows', [], { LOG_LEVEL: 'loud' }, /^LOG_LEVEL loud must be one of trace,/],
    ['a password to guess', [], { ADMIN_PASSWORD: 'short' }, /^ADMIN_PASSWORD must have at least 8 characters\.$/],
    ['a market that cannot run at full speed', ['--speed', 'max'], {}, /^--speed max needs a market that waits for its listeners: --replay or --paced\.$/],
    ['hours nobody knows', ['--session', 'lse'], {}, /^--session lse must be one of 24h, nyse\.$/],
    ['a replay with the real broker', ['--replay', 'x'], { TRADIER_ACCESS_TOKEN: 't' }, /^--replay is for the simulator, but TRADIER_ACCESS_TOKEN asks for the broker itself\.$/],
  ];
  for (const [name, args, env, sentence] of wrong) {
    it(`refuses ${name} in one sentence`, () => {
      expect(() => read(args, env)).to.throw(sentence);
    });
  }
});
