import { RuleError } from '@sofi/domain';
import { expect } from 'chai';
import { kitConfig, readConfig } from './config.js';

describe('the settings of a service', () => {
  it('have defaults for all but the port', () => {
    expect(readConfig(kitConfig, { PORT: '8081' })).to.include({ PORT: 8081, HOST: '127.0.0.1', LOG_LEVEL: 'info', LOG_FORMAT: 'json' });
  });

  it('count an empty variable as absent', () => {
    expect(readConfig(kitConfig, { PORT: '8081', LOG_LEVEL: '' }).LOG_LEVEL).to.equal('info');
  });

  for (const [name, value] of [
    ['PORT', '99999'],
    ['PORT', undefined],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
  ] as const) {
    it(`name the variable at fault: ${name}=${value}`, () => {
      const environment = { PORT: '8081', [name]: value };
      expect(() => readConfig(kitConfig, environment))
        .to.throw(RuleError)
        .with.property('field', name);
    });
  }
});
