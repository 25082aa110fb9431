import { alertMessage, decode } from '@sofi/contracts';
import { expect } from 'chai';
import { Alerts } from './alerts.js';
import { tokenAlarm } from './token-alarm.js';

describe('the token alarm', () => {
  it('is critical, says what to do, and is told once however often it is found; that it is over, too', () => {
    const told: { severity: string; what: string; whatToDo: string }[] = [];
    const bus = { record: async (_subject: string, text: string) => told.push(decode(alertMessage, text)) };
    const alerts = new Alerts('order-router', bus, { warn: () => undefined, error: (text: unknown) => expect.fail(String(text)) }, () => 1);
    for (const refusal of [undefined, 'Tradier does not accept the access token (any more)', 'Tradier does not accept the access token (any more)', undefined, undefined]) {
      tokenAlarm(alerts, refusal);
    }
    expect(told.map(({ severity, what }) => [severity, what])).to.deep.equal([
      ['critical', 'Tradier does not accept the access token (any more)'],
      ['info', 'Tradier takes the token again.'],
    ]);
    expect(told[0]?.whatToDo).to.include('TRADIER_ACCESS_TOKEN').and.to.include('restart');
  });
});
