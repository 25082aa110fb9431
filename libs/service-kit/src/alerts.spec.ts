import { alertMessage, decode } from '@sofi/contracts';
import { expect } from 'chai';
import { Alerts } from './alerts.js';

describe('alerts', () => {
  let told: string[];
  let alerts: Alerts;

  beforeEach(() => {
    told = [];
    const bus = {
      record: async (subject: string, text: string) => {
        const { what, whatToDo, service } = decode(alertMessage, text);
        return told.push(`${subject} ${service}: ${what} ${whatToDo}`);
      },
    };
    alerts = new Alerts('market-data', bus, { warn: () => undefined, error: (text: unknown) => expect.fail(String(text)) }, () => 1);
  });

  it('tell a trouble when it begins and when it is over, each once', () => {
    for (let times = 0; times < 3; times += 1) alerts.stands('token', { severity: 'critical', what: 'The token is refused.', whatToDo: 'Make a new one.' });
    alerts.over('token', 'The token is taken again.');
    alerts.over('token', 'The token is taken again.');
    expect(told).to.deep.equal(['alert.critical market-data: The token is refused. Make a new one.', 'alert.info market-data: The token is taken again. Nothing.']);
  });

  it('tell a trouble that comes again', () => {
    const notice = { severity: 'warning', what: 'The feed is stale.', whatToDo: 'Wait.' } as const;
    alerts.stands('feed', notice);
    alerts.over('feed', 'It is live.');
    alerts.stands('feed', notice);
    expect(told).to.have.length(3);
  });

  it('are silent about what never stood', () => {
    alerts.over('feed', 'It is live.');
    expect(told).to.deep.equal([]);
  });
});
