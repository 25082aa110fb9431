import { expect } from 'chai';
import { HTML, INVALID_TOKEN } from '../test/connection.js';
import { contentOf, TradierError } from './tradier-error.js';

function failure(status: number, body: unknown, rateLimitExpiry?: number): TradierError {
  try {
    contentOf({ status, text: typeof body === 'string' ? body : JSON.stringify(body), ...(rateLimitExpiry ? { rate: { allowed: 60, used: 60, expiry: rateLimitExpiry } } : {}) });
  } catch (error) {
    if (error instanceof TradierError) return error;
  }
  throw new Error('was taken for a good answer');
}

describe('an answer of Tradier', () => {
  it('that is good gives its content', () => {
    expect(contentOf({ status: 200, text: '{"orders":"null"}' })).to.deep.equal({ orders: 'null' });
  });

  const expired = { fault: { faultstring: 'Access Token expired', detail: { errorcode: 'keymanagement.service.access_token_expired' } } };
  const datastore = { fault: { faultstring: 'Datastore Error', detail: { errorcode: 'steps.servicecallout.ExecutionFailed' } } };
  const cases: [name: string, status: number, body: unknown, problem: string, words: string][] = [
    ['1 gateway: bad token', 401, INVALID_TOKEN, 'unauthorised', 'Invalid Access Token'],
    ['1 gateway: expired token with a 500', 500, expired, 'unauthorised', 'expired'],
    ['1 gateway: passing trouble', 500, datastore, 'unavailable', 'Datastore Error'],
    ['2 bad parameter', 400, 'Invalid parameter, duration: is not valid.', 'refused', 'Invalid parameter, duration: is not valid.'],
    ['3 account or order not ours', 401, 'Unauthorized Account: VA0000000', 'not-found', 'Unauthorized Account'],
    ['3 order finished', 400, 'order already in finalized state: filled', 'finished', 'filled'],
    ['4 errors with a 200', 200, { errors: { error: 'Symbol does not exist.' } }, 'refused', 'Symbol does not exist.'],
    ['4 errors with a code', 200, { errors: { error: ['No buying power.', 'InitialMargin'] } }, 'refused', 'No buying power. (InitialMargin)'],
    ['4 errors inside the order', 200, { order: { errors: { error: ['No.', 'OmsInternalError'] } } }, 'refused', 'No. (OmsInternalError)'],
    ['4 errors as a text inside the order', 200, { order: { errors: 'Not enough.', result: false, status: 'Bad Request' } }, 'refused', 'Not enough.'],
    ['4 errors without a word', 200, { errors: {} }, 'refused', 'without a reason'],
    ['5 rate limit', 429, 'Quota Violation for this token 1705072233914', 'rate-limited', 'no more requests'],
    ['6 web page with a 200', 200, HTML, 'unavailable', 'web page'],
    ['6 web page with a 503', 503, HTML, 'unavailable', '503'],
    ['6 web page with a 400', 400, HTML, 'unavailable', '400'],
    ['6 nothing at all', 200, '', 'unavailable', 'empty'],
    ['XML', 200, '<orders>null</orders>', 'unavailable', 'web page'],
    ['half of a JSON', 200, '{"orders":', 'unavailable', 'is not JSON'],
    ['a 401 without a word', 401, '', 'unauthorised', 'empty'],
    ['a conflict', 409, 'Conflict', 'unavailable', '409'],
    ['a passing 404', 404, 'Not Found', 'unavailable', '404'],
    ['a passing 502', 502, 'Bad Gateway', 'unavailable', '502'],
  ];
  for (const [name, status, body, problem, words] of cases) {
    it(`${name}: ${problem}`, () => {
      const error = failure(status, body);
      expect(error.problem).to.equal(problem);
      expect(error.message).to.contain(words);
      expect(error.detail.status).to.equal(status);
    });
  }

  const codes: [string, number, unknown, string | undefined][] = [
    ['an order, last of its texts', 200, { errors: { error: ['Backoffice rejected override of the order.', 'DayTradingBuyingPowerExceeded'] } }, 'DayTradingBuyingPowerExceeded'],
    ['an order, inside of it', 200, { order: { errors: { error: ['No.', 'OtoFirstLesIsMarketNotAllowed'] } } }, 'OtoFirstLesIsMarketNotAllowed'],
    ['an order, alone', 200, { errors: { error: 'OmsUnavailable' } }, 'OmsUnavailable'],
    ['the gateway', 401, INVALID_TOKEN, 'keymanagement.service.invalid_access_token'],
    ['the gateway in trouble', 500, datastore, 'steps.servicecallout.ExecutionFailed'],
    ['the gateway, where it says it in words alone', 500, { fault: { faultstring: 'Body buffer overflow' } }, 'protocol.http.TooBigBody'],
    ['nothing: a text alone', 200, { errors: { error: 'Symbol does not exist.' } }, undefined],
    ['nothing: a bad parameter', 400, 'Invalid parameter, duration: is not valid.', undefined],
  ];
  for (const [name, status, body, code] of codes) it(`has the code of ${name}`, () => expect(failure(status, body).detail.code).to.equal(code));

  it('tells a token that is not accepted from one that may not do this', () => {
    expect(failure(401, INVALID_TOKEN).message).to.equal('Tradier does not accept the access token (any more): Invalid Access Token');
    expect(failure(403, { fault: { faultstring: 'Insufficient scope' } })).to.include({ problem: 'unauthorised', message: 'Tradier: Insufficient scope' });
  });

  it('may have no content by intent', () => expect(contentOf({ status: 204, text: '' })).to.equal(null));

  it('says until when the rate is limited: from its text, otherwise from its header', () => {
    expect(failure(429, 'Quota Violation, try again at 1705072233914').detail.until).to.equal(1_705_072_233_914);
    expect(failure(429, 'Quota Violation', 1_369_168_800_001).detail.until).to.equal(1_369_168_800_001);
    expect(failure(429, 'Quota Violation').detail.until).to.equal(undefined);
  });
});
