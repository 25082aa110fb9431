import type { Alerts } from './alerts.js';

const WHAT_TO_DO =
  'Make a new token at web.tradier.com/user/api, set TRADIER_ACCESS_TOKEN (sandbox and live have different ones) and restart market-data and order-router. Until then nothing can be sent or cancelled.';

/** A broker that no longer takes the token: nothing but a person helps. `refusal` is the broker's own word, undefined while it takes it; may be asked as often as one likes. */
export function tokenAlarm(alerts: Pick<Alerts, 'stands' | 'over'>, refusal: string | undefined): void {
  if (refusal === undefined) alerts.over('token', 'Tradier takes the token again.');
  else alerts.stands('token', { severity: 'critical', what: refusal, whatToDo: WHAT_TO_DO });
}
