import { expect } from 'chai';
import { isAway } from './is-away.js';

const withCode = (code: string) => Object.assign(new Error('query failed'), { code });

describe('a database that is away', () => {
  it('is told by the socket, by Postgres or by the driver', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '08006']) expect(isAway(withCode(code)), code).to.equal(true);
    for (const words of ['Connection terminated unexpectedly', 'timeout expired']) expect(isAway(new Error(words)), words).to.equal(true);
  });

  it('is not a query that is wrong', () => {
    // 23505 unique violation, 42601 syntax error, 57014 cancelled query
    for (const code of ['23505', '42601', '57014']) expect(isAway(withCode(code)), code).to.equal(false);
    expect(isAway(new Error('no such thing'))).to.equal(false);
    expect(isAway('ECONNREFUSED')).to.equal(false);
  });
});
