import { RuleError } from '@sofi/domain';
import { expect } from 'chai';
import { namedByVariable, tradierOptions } from './environment.js';

describe('the environment', () => {
  it('means the sandbox unless it says otherwise', () => {
    expect(tradierOptions({ TRADIER_ACCESS_TOKEN: ' abc ', TRADIER_ACCOUNT_ID: '' })).to.deep.equal({ token: 'abc', sandbox: true });
  });

  it('gives every option', () => {
    expect(
      tradierOptions({
        TRADIER_ACCESS_TOKEN: 'abc',
        TRADIER_SANDBOX: 'False',
        TRADIER_ACCOUNT_ID: '6YA00000',
        TRADIER_BASE_URL: 'http://127.0.0.1:9310/v1',
        TRADIER_STREAM_URL: 'ws://127.0.0.1:9310/v1/markets/events',
      }),
    ).to.deep.equal({
      token: 'abc',
      sandbox: false,
      account: '6YA00000',
      baseUrl: 'http://127.0.0.1:9310/v1',
      streamUrl: 'ws://127.0.0.1:9310/v1/markets/events',
    });
  });

  it('must hold a token', () => expect(() => tradierOptions({})).to.throw('TRADIER_ACCESS_TOKEN null must hold the access token'));

  it('must be clear about whose money it is', () => {
    expect(() => tradierOptions({ TRADIER_ACCESS_TOKEN: 'abc', TRADIER_SANDBOX: 'no' })).to.throw('TRADIER_SANDBOX "no" must be true or false');
  });

  it('is what a person is told of: the variable in the place of the option', () => {
    const told = (field: string) => namedByVariable(new RuleError(field, 'x', 'is odd')).message;
    expect(['token', 'sandbox', 'account', 'baseUrl', 'streamUrl', 'other'].map(told)).to.deep.equal([
      'TRADIER_ACCESS_TOKEN "x" is odd',
      'TRADIER_SANDBOX "x" is odd',
      'TRADIER_ACCOUNT_ID "x" is odd',
      'TRADIER_BASE_URL "x" is odd',
      'TRADIER_STREAM_URL "x" is odd',
      'other "x" is odd',
    ]);
  });
});
