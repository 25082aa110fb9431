import { expect } from 'chai';
import { chartTime, dateOf, dayAndTime, minuteOfDay, timeOfDay } from './new-york-clock.js';

describe('the New York clock', () => {
  // 2013-10-07 09:31:04 EDT is 13:31:04 UTC; 2014-01-06 09:30 EST is 14:30 UTC
  const summer = Date.UTC(2013, 9, 7, 13, 31, 4);
  const winter = Date.UTC(2014, 0, 6, 14, 30);
  it('tells exchange time in summer and in winter', () => {
    expect([timeOfDay(summer), minuteOfDay(winter)]).to.deep.equal(['09:31:04', '09:30']);
    expect(dayAndTime(summer)).to.equal('Oct 7 09:31:04');
    expect(dateOf(summer)).to.equal('Mon, Oct 7, 2013');
  });
  it('shifts the chart axis by four hours in summer and five in winter', () => {
    expect(chartTime(summer)).to.equal(Date.UTC(2013, 9, 7, 9, 31, 4) / 1000);
    expect(chartTime(winter)).to.equal(Date.UTC(2014, 0, 6, 9, 30) / 1000);
  });
});
