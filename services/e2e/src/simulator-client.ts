import type { StackState } from './running-stack.js';

export interface MarketState {
  readonly state: string;
  readonly time: string | number;
}

/** The simulator's own faces: its control, and the account as the broker's REST tells it. */
export class SimulatorClient {
  private readonly url: string;

  constructor(state: StackState) {
    const url = state.urls['tradier'];
    if (url === undefined) throw new Error(`no simulator in ${JSON.stringify(state.urls)}`);
    this.url = url.replace(/\/$/, '').replace(/\/v1$/, '');
  }

  /** Lets a held replay begin. */
  async begin(): Promise<void> {
    const answer = await fetch(`${this.url}/v1/simulator/replay`, {
      method: 'POST',
      headers: { authorization: 'Bearer simulated', accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'start' }),
    });
    if (!answer.ok) throw new Error(`the simulator did not start: ${answer.status} ${await answer.text()}`);
  }

  /** `away` while the process is being started again. */
  async market(): Promise<MarketState> {
    try {
      const answer = await fetch(`${this.url}/v1/simulator`);
      return (await answer.json()) as MarketState;
    } catch {
      return { state: 'away', time: 0 };
    }
  }

  async account<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/v1/accounts/SIM0000001/${path}`, { headers: { authorization: 'Bearer simulated', accept: 'application/json' } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
