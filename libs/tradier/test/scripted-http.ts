import { TradierHttp } from '../src/http.js';

/** Answers without a network, so that nothing but the test's own time passes. */
export class ScriptedHttp extends TradierHttp {
  sessions = 0;

  constructor(private readonly quotes: (symbols: readonly string[]) => unknown[]) {
    super({ baseUrl: 'http://127.0.0.1:1/v1', token: '' });
  }

  override async read(_method: string, _path: string, query: Readonly<Record<string, string | number | boolean>> = {}): Promise<unknown> {
    return { quotes: { quote: this.quotes(String(query['symbols']).split(',')) } };
  }

  override async send(): Promise<unknown> {
    this.sessions += 1;
    return { stream: { url: 'wss://ws.tradier.com/v1/markets/events', sessionid: `s${this.sessions}` } };
  }
}
