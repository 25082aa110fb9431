import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CannotStart } from './cannot-start.js';

/** 503 says that a service behind the gateway is not there yet, or still busy with its own start. */
const NOT_YET = 503;
const ATTEMPTS = 8;
const BETWEEN_MS = 1_000;

/** Something to look at from the first minute on: three liquid names, one simple rule. */
const SAMPLE = { name: 'RSI mean reversion', type: 'rsi-mean-reversion', symbols: ['AAPL', 'MSFT', 'TSLA'], timeframe: '1m', parameters: {}, risk: {} };

export type SampleOutcome = 'running' | 'present' | 'other-password';

/**
 * Makes the sample strategy and starts it, through the same doors as anybody else.
 * `present` where there are strategies already, `other-password` where the users were made by an earlier installation on the same database.
 */
export async function runSampleStrategy(gateway: string, password: string): Promise<SampleOutcome> {
  const session = await signIn(gateway, password);
  if (!session) return 'other-password';
  const { strategies } = z.object({ strategies: z.array(z.unknown()) }).parse(await session.send('GET', 'strategies'));
  if (strategies.length > 0) return 'present';
  const { id } = z.object({ id: z.string() }).parse(await session.send('POST', 'strategies', SAMPLE));
  await session.send('POST', `strategies/${id}/start`);
  return 'running';
}

/** Whether the password opens the door; a refused one is no error. */
async function signIn(gateway: string, password: string): Promise<Session | undefined> {
  const answer = await fetch(`${gateway}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  if (answer.status === 401) return undefined;
  if (!answer.ok) throw new CannotStart(`The gateway refused the sign-in: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  const session = new Session(gateway, { cookie });
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await session.send('GET', 'auth/me'));
  return new Session(gateway, { cookie, 'x-csrf-token': csrfToken });
}

class Session {
  constructor(
    private readonly gateway: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  async send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = body === undefined ? this.headers : { ...this.headers, 'content-type': 'application/json' };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(`${this.gateway}/api/v1/${path}`, { method, headers, ...content });
      if (answer.ok) return answer.json();
      const why = `${method} ${path} was answered ${answer.status} ${await answer.text()}`;
      if (answer.status !== NOT_YET || attempt === ATTEMPTS) throw new CannotStart(`The sample strategy could not be made: ${why}`);
      await pause(BETWEEN_MS);
    }
  }
}
